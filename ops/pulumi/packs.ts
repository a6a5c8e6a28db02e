import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The policy packs of a folder: the folder itself, or each of its folders, wherever a PulumiPolicy.yaml is.
 * https://www.pulumi.com/docs/insights/policy/policy-packs/
 */
export function policyPacks(folder: string): string[] {
  if (!existsSync(folder)) {
    return [];
  }
  const inside = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name))
    .sort();
  return [folder, ...inside].filter((pack) => existsSync(join(pack, "PulumiPolicy.yaml")));
}
