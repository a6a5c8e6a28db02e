/**
 * Where Route 53's health checkers ask from. Only ever widened: a range that AWS no longer lists harms nobody here, one that
 * is missing would cost its checkers their place in a flood. `npm run doctor -- --aws` compares.
 *
 * IPv4, since a health check of a host name uses no other:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 * Global Accelerator has none here: for a load balancer it goes by the load balancer's own checks.
 * Service ROUTE53_HEALTHCHECKS of https://ip-ranges.amazonaws.com/ip-ranges.json, without the Regions in China, which is
 * another partition; the same addresses as `aws route53 get-checker-ip-ranges` says.
 */
export const checkerRanges: Readonly<Record<string, readonly string[]>> = {
  GLOBAL: ["15.177.0.0/18"],
  "ap-northeast-1": ["54.248.220.0/26", "54.250.253.192/26"],
  "ap-southeast-1": ["54.251.31.128/26", "54.255.254.192/26"],
  "ap-southeast-2": ["54.252.79.128/26", "54.252.254.192/26"],
  "eu-west-1": ["54.228.16.0/26", "176.34.159.192/26"],
  "sa-east-1": ["54.232.40.64/26", "177.71.207.128/26"],
  "us-east-1": ["54.243.31.192/26", "107.23.255.0/26"],
  "us-west-1": ["54.183.255.128/26", "54.241.32.64/26"],
  "us-west-2": ["54.244.52.192/26", "54.245.168.0/26"],
};

export const allCheckerRanges: readonly string[] = Object.values(checkerRanges).flat();

/** Whether an IPv4 address, or all of a block, is in one of the blocks. False for what is none. */
export function isWithin(ranges: readonly string[], address: string): boolean {
  const inner = blockOf(address);
  return inner !== undefined && ranges.some((range) => contains(blockOf(range), inner));
}

interface Block {
  first: number;
  size: number;
}

const contains = (outer: Block | undefined, inner: Block) =>
  outer !== undefined && inner.first >= outer.first && inner.first + inner.size <= outer.first + outer.size;

function blockOf(text: string): Block | undefined {
  const [, a, b, c, d, bits = "32"] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text) ?? [];
  const parts = [a, b, c, d].map(Number);
  if (a === undefined || parts.some((part) => part > 255) || Number(bits) > 32) {
    return undefined;
  }
  const size = 2 ** (32 - Number(bits));
  const address = parts.reduce((sum, part) => sum * 256 + part, 0);
  return { first: address - (address % size), size };
}
