/**
 * Which of a jurisdiction's Regions Route 53's health checkers find healthy, the primary first, from a failover record that
 * tells it as text. Asked of DNS, a data plane that needs nothing of any Region, and of no Region: one that cannot be reached
 * from here may be well.
 */
import { Resolver } from "node:dns/promises";

/** The resolver is Lambda's own, beside the function. With the table's it fits into the 2 s that health checkers wait. */
export const resolveTimeoutMs = 400;

/** Undefined where DNS does not answer, or has no such name. Never rejects. */
export async function firstHealthy(name: string): Promise<string | undefined> {
  const resolver = new Resolver({ timeout: resolveTimeoutMs, tries: 1 });
  const servers = process.env.DNS_SERVERS;
  if (servers) {
    resolver.setServers(servers.split(","));
  }
  const records = await resolver.resolveTxt(name).catch(() => []);
  return records[0]?.join("");
}
