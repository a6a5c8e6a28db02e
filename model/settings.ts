/**
 * Every config key of the program: one row each, from which types (infra/config.ts), validation, the doctor's check and
 * the check of Pulumi.yaml follow. To add one: a row here, and its entry in Pulumi.yaml.
 */
import { issueWithNetwork } from "./networks";
import { issueWithOrigins } from "./origins";
import { globalStack, type RegionStack } from "./topology";

/** Which stacks read it. */
type Reader = "every" | "global" | "region";

interface Setting<Value, Stack extends Reader> {
  readonly stack: Stack;
  /** As Pulumi.yaml declares it. */
  readonly type: "string" | "boolean" | "integer";
  readonly description: string;
  readonly default: string | boolean | number;
  /** What is wrong with a value: what is allowed, and where it helps, the fix. Undefined for one that is allowed. */
  issue(text: string): string | undefined;
  parse(text: string): Value;
}

const setting = <Value, Stack extends Reader>(row: Setting<Value, Stack>) => row;

const allowedIs = (pattern: RegExp, allowed: string) => (text: string) =>
  pattern.test(text) ? undefined : `allowed is ${allowed}`;
const textOrNone = (text: string) => text || undefined;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const retentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const issueWithRetention = (text: string) =>
  retentionDays.map(String).includes(text)
    ? undefined
    : `CloudWatch Logs allows ${retentionDays.join(", ")}; choose one of them`;

// Certificates (ACM) take names of at most 64 octets; `ap-northeast-1.jp.api.` needs up to 22 of them.
const longestDomain = 42;
const domainPattern = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const domainFix = 'run "pulumi config set domain your-domain.com", or set its default in Pulumi.yaml';

function issueWithDomain(domain: string): string | undefined {
  if (domain === "") {
    return `a registered domain name is needed; ${domainFix}`;
  }
  if (!domainPattern.test(domain)) {
    return `allowed is a lower-case domain name of at least two labels, without scheme, port or trailing dot; ${domainFix}`;
  }
  if (domain.length <= longestDomain) {
    return undefined;
  }
  return `which is ${domain.length} characters; certificates allow ${longestDomain} (64 for the longest host name); ${domainFix}`;
}

export const settings = {
  domain: setting({
    stack: "every",
    type: "string",
    description:
      "The domain that everything is served under (api.<domain>, ca.api.<domain>, ...). Set it here once for all stacks.",
    default: "example.com",
    issue: issueWithDomain,
    parse: String,
  }),
  hostedZoneId: setting({
    stack: "global",
    type: "string",
    description: "Route 53 hosted zone of the domain. Empty creates one in the global stack.",
    default: "",
    issue: allowedIs(/^(?:Z[A-Z0-9]{1,31})?$/, "a Route 53 zone id such as Z0123456789ABC, or empty"),
    parse: textOrNone,
  }),
  globalStack: setting({
    stack: "region",
    type: "string",
    description: "Name of the global stack, or its full name (organization/project/stack) when it is elsewhere.",
    default: globalStack,
    issue: allowedIs(/^(?:[\w.-]+\/[\w.-]+\/)?[\w.-]+$/, "a stack name, or organization/project/stack"),
    parse: String,
  }),
  deletionProtection: setting({
    stack: "every",
    type: "boolean",
    description: "Refuse to delete tables, user pools and load balancers. Turn it off before you destroy a stack.",
    default: true,
    issue: allowedIs(/^(?:true|false)$/, "true or false"),
    parse: (text) => text === "true",
  }),
  logRetentionDays: setting({
    stack: "every",
    type: "integer",
    description: "How long CloudWatch keeps each log group (one of the values that CloudWatch Logs accepts).",
    default: 30,
    issue: issueWithRetention,
    parse: Number,
  }),
  addressRetentionDays: setting({
    stack: "region",
    type: "integer",
    description:
      "How long logs that hold addresses of people are kept: of who was blocked (one of the values that CloudWatch Logs accepts).",
    default: 14,
    issue: issueWithRetention,
    parse: Number,
  }),
  alarmEndpoint: setting({
    stack: "every",
    type: "string",
    description:
      "Who hears of alarms, an e-mail address or an https:// URL (of a pager). Empty subscribes nobody; set it once here for all stacks.",
    default: "",
    issue: allowedIs(
      /^(?:[^\s@]+@[^\s@]+\.[^\s@]+|https:\/\/[^\s/]+\.[^\s/]+(?:\/\S*)?)?$/,
      "an e-mail address, an https:// URL, or empty",
    ),
    parse: textOrNone,
  }),
  requireDelegation: setting({
    stack: "region",
    type: "boolean",
    description:
      "Stop an update of a region stack while the domain is not delegated to its hosted zone: certificates would wait in vain.",
    default: true,
    issue: allowedIs(/^(?:true|false)$/, "true or false"),
    parse: (text) => text === "true",
  }),
  returnAfterMinutes: setting({
    stack: "region",
    type: "integer",
    description:
      "How long a Region that has failed must have been well again before DNS leads back to it (0 to 1440). 0 returns at once.",
    default: 5,
    issue: (text) => (/^\d{1,4}$/.test(text) && Number(text) <= 1440 ? undefined : "allowed are 0 to 1440 minutes"),
    parse: Number,
  }),
  appOrigins: setting({
    stack: "region",
    type: "string",
    description:
      "Origins of web apps besides https://app.<domain>, divided by commas: https://admin.example.com, http://localhost:3000 (http://localhost:* for any port).",
    default: "",
    issue: issueWithOrigins,
    parse: String,
  }),
  mfa: setting({
    stack: "region",
    type: "string",
    description:
      "Second factor at sign-in, by authenticator app: off, optional (each user may), required. The twin has none and refuses required.",
    default: "optional",
    issue: allowedIs(/^(?:off|optional|required)$/, "off, optional or required"),
    parse: (text) => text as "off" | "optional" | "required",
  }),
  passwordMinimumLength: setting({
    stack: "region",
    type: "integer",
    description: "Shortest password that users may choose (8 to 99 characters).",
    default: 12,
    issue: (text) => (/^[1-9]?\d$/.test(text) && Number(text) >= 8 ? undefined : "allowed are 8 to 99 characters"),
    parse: Number,
  }),
  threatProtection: setting({
    stack: "region",
    type: "string",
    description:
      "What Cognito does about risky sign-ins and leaked passwords: off, audit (says so), enforced (refuses). Not off needs its Plus plan.",
    default: "off",
    issue: allowedIs(/^(?:off|audit|enforced)$/, "off, audit or enforced"),
    parse: (text) => text as "off" | "audit" | "enforced",
  }),
  vpcCidr: setting({
    stack: "region",
    type: "string",
    description:
      "IPv4 block of the Region's VPC, /16 to /22. Empty takes the one that model/topology.ts has for the stack.",
    default: "",
    issue: (text) => (text === "" ? undefined : issueWithNetwork(text)),
    parse: textOrNone,
  }),
};

export type SettingName = keyof typeof settings;
export const settingNames = Object.keys(settings) as SettingName[];

/** The values that a stack's program is given. */
export type SettingsOf<Stack extends "global" | "region"> = {
  readonly [Name in SettingName as (typeof settings)[Name]["stack"] extends "every" | Stack ? Name : never]: ReturnType<
    (typeof settings)[Name]["parse"]
  >;
};

/** As `pulumi.Config.get` gives them: undefined where not set. */
export type RawSettings = { readonly [Name in SettingName]?: string | undefined };

/** Values of every setting, defaults filled in. They must have no issue. */
export function parseSettings(raw: RawSettings): SettingsOf<"global"> & SettingsOf<"region"> {
  const entries = settingNames.map((name) => [name, settings[name].parse(textOf(name, raw))]);
  return Object.fromEntries(entries);
}

/** One line an issue: what was found, what is allowed, the fix. Empty when the stack can be deployed. `region` is `aws:region`. */
export function settingIssues(
  stack: string,
  raw: RawSettings,
  region: string | undefined,
  stacks: Readonly<Record<string, RegionStack>>,
): string[] {
  const values = settingNames.flatMap((name) => {
    const text = textOf(name, raw);
    const issue = settings[name].issue(text);
    if (issue === undefined) {
      return [];
    }
    const fix = /; (?:run|choose|correct) /.test(issue) ? "" : `; run "pulumi config set ${name} VALUE"`;
    return [`${name} is ${text === "" ? "not set" : `"${text}"`}; ${issue}${fix}`];
  });
  return [...regionIssues(stack, region, stacks), ...values];
}

const textOf = (name: SettingName, raw: RawSettings) => raw[name] ?? String(settings[name].default);

function regionIssues(
  stack: string,
  region: string | undefined,
  stacks: Readonly<Record<string, RegionStack>>,
): string[] {
  if (stack === globalStack) {
    return [];
  }
  const entry = stacks[stack];
  if (!entry) {
    const known = [globalStack, ...Object.keys(stacks)].join(", ");
    return [
      `stack "${stack}" is not in model/topology.ts; its stacks are ${known}; select one of them, or add an entry (docs/adding-a-region.md)`,
    ];
  }
  if (region === entry.region) {
    return [];
  }
  return [
    `aws:region is ${region === undefined ? "not set" : `"${region}"`}; stack ${stack} is ${entry.region} in model/topology.ts; ` +
      `run "pulumi config set aws:region ${entry.region} --stack ${stack}", or change the topology`,
  ];
}
