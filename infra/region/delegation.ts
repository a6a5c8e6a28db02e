import { Resolver } from "node:dns/promises";
import * as pulumi from "@pulumi/pulumi";
import { delegationFix, isReserved, missingNameServers, nameServersOf } from "../../model/delegation";
import type { RegionConfig } from "../config";
import type { AsOutputs, GlobalOutputs } from "../outputs";

/** Resolvers that give no answer in this time are not waited for. */
const limits = { timeout: 3000, tries: 2 };

export type ResolveNs = (domain: string) => Promise<string[]>;

/**
 * Stops an update before it begins where its certificates would wait in vain: ACM validates by names that only a delegated
 * domain has, and the provider waits 75 minutes before it gives up. An engine that updates asks; previews, which have to work
 * anywhere, and evaluations without an engine do not.
 */
export async function requireDelegation(
  config: Pick<RegionConfig, "stack" | "domain" | "requireDelegation">,
  global: Pick<AsOutputs<GlobalOutputs>, "nameServers">,
  resolveNs: ResolveNs = (domain) => new Resolver(limits).resolveNs(domain),
): Promise<void> {
  const updates = pulumi.runtime.getEngine() !== undefined && !pulumi.runtime.isDryRun();
  if (!updates || !config.requireDelegation || isReserved(config.domain)) {
    return;
  }
  // Known, since the global stack stands: an update, unlike a preview, has no unknown outputs of another stack.
  const nameServers = await new Promise<string[]>((resolve) => void global.nameServers.apply(resolve));
  const problem = await delegationProblem(config, nameServers, resolveNs);
  if (problem?.certain) {
    throw new pulumi.RunError(problem.message);
  }
  if (problem) {
    await pulumi.log.warn(problem.message);
  }
}

/** What keeps certificates from being issued. Certain only where DNS answered: without an answer, it is not this that stops an update. */
export async function delegationProblem(
  { stack, domain }: Pick<RegionConfig, "stack" | "domain">,
  nameServers: readonly string[],
  resolveNs: ResolveNs,
): Promise<{ certain: boolean; message: string } | undefined> {
  let answering: readonly string[];
  try {
    answering = await nameServersOf(domain, resolveNs);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    return { certain: false, message: `whether ${domain} is delegated is not known: no answer from DNS (${code})` };
  }
  // While a change of name servers spreads, some old ones are answered beside them.
  if (missingNameServers(nameServers, answering).length < nameServers.length) {
    return undefined;
  }
  const message =
    `stack "${stack}" cannot be updated yet: ${domain} is answered for by ${answering.join(", ") || "nobody"}, not by ` +
    `its hosted zone, so that certificates would wait in vain; ${delegationFix(nameServers)}; wait until they answer ` +
    `(npm run doctor) and update again. Where they answer under names of your own, run "pulumi config set requireDelegation false"`;
  return { certain: true, message };
}
