/** IPv4 networks of VPCs: private, /16 to /22, and never two that overlap, so that they can be peered. */

/** What is wrong with the network of a VPC, or undefined. */
export function issueWithNetwork(cidr: string): string | undefined {
  const network = parseNetwork(cidr);
  if (
    network &&
    network.size >= 16 &&
    network.size <= 22 &&
    network.first % span(network.size) === 0 &&
    isPrivate(cidr)
  ) {
    return undefined;
  }
  return "allowed is a private IPv4 network of /16 to /22 such as 10.32.0.0/16; correct it, or leave it empty for the default";
}

/** Whether two networks share an address. Both must be networks. */
export function overlap(a: string, b: string): boolean {
  const [first, second] = [parseNetwork(a)!, parseNetwork(b)!];
  return first.first < second.first + span(second.size) && second.first < first.first + span(first.size);
}

/** First address as a number, and how many bits are the network's. */
function parseNetwork(cidr: string): { first: number; size: number } | undefined {
  const [, address, size] = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(cidr) ?? [];
  const octets = address?.split(".").map(Number);
  if (!octets || octets.some((octet) => octet > 255) || Number(size) > 32) {
    return undefined;
  }
  return { first: octets.reduce((sum, octet) => sum * 256 + octet, 0), size: Number(size) };
}

const span = (size: number) => 2 ** (32 - size);

/** RFC 1918. */
const isPrivate = (cidr: string) => /^(10\.|172\.(1[6-9]|2\d|3[01])\.|192\.168\.)/.test(cidr);
