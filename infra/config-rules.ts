/** What a configuration may say. Pure: values in, faults out. */
import { globalStack, type RegionStack } from "../model/topology";

/** As `pulumi.Config.get` gives them: undefined where not set. */
export interface RawConfig {
  region: string | undefined;
  domain: string | undefined;
  hostedZoneId: string | undefined;
  globalStack: string | undefined;
  deletionProtection: string | undefined;
  logRetentionDays: string | undefined;
  alarmEndpoint: string | undefined;
  vpcCidr: string | undefined;
}

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const logRetentionDaysAllowed = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

// Certificates (ACM) take names of at most 64 octets; `ap-northeast-1.jp.api.` needs up to 22 of them.
const longestDomain = 42;
const domainPattern = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** One line a fault: what was found, what is allowed, the fix. Empty when the configuration can be deployed. */
export function validateConfig(stack: string, raw: RawConfig, stacks: Readonly<Record<string, RegionStack>>): string[] {
  return [
    ...regionFaults(stack, raw.region, stacks),
    ...domainFaults(raw.domain),
    ...valueFaults(
      "hostedZoneId",
      raw.hostedZoneId,
      /^(?:Z[A-Z0-9]{1,31})?$/,
      "a Route 53 zone id such as Z0123456789ABC, or empty",
    ),
    ...valueFaults(
      "globalStack",
      raw.globalStack,
      /^(?:[\w.-]+\/[\w.-]+\/)?[\w.-]+$/,
      "a stack name, or organization/project/stack",
    ),
    ...valueFaults("deletionProtection", raw.deletionProtection, /^(?:true|false)$/, "true or false"),
    ...retentionFaults(raw.logRetentionDays),
    ...valueFaults(
      "alarmEndpoint",
      raw.alarmEndpoint,
      /^(?:[^\s@]+@[^\s@]+\.[^\s@]+|https:\/\/[^\s/]+\.[^\s/]+(?:\/\S*)?)?$/,
      "an e-mail address, an https:// URL, or empty",
    ),
    ...cidrFaults(raw.vpcCidr),
  ];
}

function regionFaults(
  stack: string,
  region: string | undefined,
  stacks: Readonly<Record<string, RegionStack>>,
): string[] {
  if (stack === globalStack) return [];
  const entry = stacks[stack];
  if (!entry) {
    const known = [globalStack, ...Object.keys(stacks)].join(", ");
    return [
      `stack "${stack}" is not in model/topology.ts; its stacks are ${known}; select one of them, or add an entry (docs/adding-a-region.md)`,
    ];
  }
  if (region === entry.region) return [];
  return [
    `aws:region is ${quoted(region)}; stack ${stack} is ${entry.region} in model/topology.ts; ` +
      `run "pulumi config set aws:region ${entry.region} --stack ${stack}", or change the topology`,
  ];
}

function domainFaults(domain: string | undefined): string[] {
  const fix = 'run "pulumi config set domain your-domain.com", or set its default in Pulumi.yaml';
  if (!domain) return [`domain is ${quoted(domain)}; a registered domain name is needed; ${fix}`];
  if (!domainPattern.test(domain)) {
    return [
      `domain is ${quoted(domain)}; allowed is a lower-case domain name of at least two labels, without scheme, port or trailing dot; ${fix}`,
    ];
  }
  if (domain.length > longestDomain) {
    return [
      `domain is ${quoted(domain)}, ${domain.length} characters; certificates allow ${longestDomain} (64 for the longest host name); ${fix}`,
    ];
  }
  return [];
}

function retentionFaults(days: string | undefined): string[] {
  if (logRetentionDaysAllowed.includes(Number(days))) return [];
  return [
    `logRetentionDays is ${quoted(days)}; CloudWatch Logs allows ${logRetentionDaysAllowed.join(", ")}; choose one of them`,
  ];
}

function cidrFaults(cidr: string | undefined): string[] {
  if (!cidr) return [];
  const [, address = "", mask = ""] = /^(\d+\.\d+\.\d+\.\d+)\/(\d+)$/.exec(cidr) ?? [];
  const octets = address.split(".").map(Number);
  const inRange = octets.length === 4 && octets.every((octet) => octet <= 255);
  const size = Number(mask);
  if (inRange && size >= 16 && size <= 22 && isNetworkAddress(octets, size) && isPrivate(octets)) return [];
  return [
    `vpcCidr is ${quoted(cidr)}; allowed is a private IPv4 network of /16 to /22 such as 10.32.0.0/16; correct it, or leave it empty for the default`,
  ];
}

function isNetworkAddress(octets: number[], size: number): boolean {
  const address = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return address % 2 ** (32 - size) === 0;
}

/** RFC 1918. */
function isPrivate([a = 0, b = 0]: number[]): boolean {
  return a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168);
}

function valueFaults(key: string, value: string | undefined, allowed: RegExp, description: string): string[] {
  if (allowed.test(value ?? "")) return [];
  return [`${key} is ${quoted(value)}; allowed is ${description}; run "pulumi config set ${key} VALUE"`];
}

const quoted = (value: string | undefined) => (value === undefined ? "not set" : `"${value}"`);
