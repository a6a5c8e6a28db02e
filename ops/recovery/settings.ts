/** What the verbs of disaster recovery are told, by the environment or by .env. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { InvalidInput } from "../../model/invalid-input";
import { allRegions, globalStack, regionStacks, siblingsOf, stackOfRegion } from "../../model/topology";
import { domainOf } from "../doctor/stacks";

export interface RecoverySettings {
  primary: string;
  secondary: string;
  rtoMinutes: number;
  rpoMinutes: number;
}

/** Throws InvalidInput with every issue, a line each. */
export const readSettings = (root: string): RecoverySettings =>
  settingsOf(settingsIn(root, process.env), domainOf(root, globalStack));

/** The environment wins over .env. */
export function settingsIn(root: string, environment: NodeJS.ProcessEnv): NodeJS.Dict<string> {
  const file = join(root, ".env");
  return { ...(existsSync(file) && parseEnv(readFileSync(file, "utf8"))), ...environment };
}

/** `configured` is the domain of the stacks. */
export function settingsOf(settings: NodeJS.Dict<string>, configured: string | undefined): RecoverySettings {
  const issues: string[] = [];
  const primary = settings.PRIMARY_REGION || Object.values(regionStacks)[0]!.region;
  const secondary = settings.SECONDARY_REGION || siblingsOf(primary)[0] || "";
  for (const [name, region] of [
    ["PRIMARY_REGION", primary],
    ["SECONDARY_REGION", secondary],
  ]) {
    if (!stackOfRegion(region!)) {
      issues.push(
        `${name} is "${region}"; allowed are the Regions of the topology: ${allRegions().join(", ")}; fix: choose one, or add it by docs/adding-a-region.md`,
      );
    }
  }
  const [first, second] = [stackOfRegion(primary)?.[1], stackOfRegion(secondary)?.[1]];
  if (first && second && first.jurisdiction !== second.jurisdiction) {
    issues.push(
      `PRIMARY_REGION ${primary} is in ${first.jurisdiction} and SECONDARY_REGION ${secondary} in ${second.jurisdiction}; allowed are two Regions of one jurisdiction: no failure may take data across a border; fix: SECONDARY_REGION=${siblingsOf(primary)[0]}`,
    );
  } else if (first && second && (first.role !== "primary" || second.role !== "standby")) {
    issues.push(
      `PRIMARY_REGION ${primary} is the ${first.role} of ${first.jurisdiction} and SECONDARY_REGION ${secondary} its ${second.role}; allowed are its primary and its standby, as model/topology.ts has them`,
    );
  }
  if (settings.DOMAIN_NAME && settings.DOMAIN_NAME !== configured) {
    issues.push(
      `DOMAIN_NAME is "${settings.DOMAIN_NAME}" and the stacks are configured with "${configured ?? ""}"; fix: pulumi config set domain ${settings.DOMAIN_NAME} --stack ${globalStack}, or leave DOMAIN_NAME out`,
    );
  }
  const minutes = (name: string, usual: number): number => {
    const text = settings[name] || String(usual);
    const found = Number(text);
    if (!(found > 0 && found <= 1_440)) {
      issues.push(`${name} is "${text}"; allowed are minutes above 0, at most 1440`);
    }
    return found;
  };
  const [rtoMinutes, rpoMinutes] = [minutes("RTO_MINUTES", 15), minutes("RPO_MINUTES", 5)];
  if (issues.length > 0) {
    throw new InvalidInput(issues.join("\n"));
  }
  return { primary, secondary, rtoMinutes, rpoMinutes };
}
