/**
 * Writes docs/policies.md and docs/residency.md from the rules, the classification, the topology and the stacks.
 *
 *     node -r ts-node/register policies/check/docs.ts
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { evaluateStacks } from "../../local/evaluate";
import { packs } from "../packs";
import { topologyOf } from "../shared/topology";
import { policiesPage } from "./docs/policies-page";
import { residencyPage } from "./docs/residency-page";
import { resourcesOf } from "./graph";

const docs = join(__dirname, "../../docs");

/** File name in docs/ → its text. */
export async function pages(): Promise<Record<string, string>> {
  const resources = resourcesOf(await evaluateStacks());
  return { "policies.md": policiesPage(packs), "residency.md": residencyPage(resources, topologyOf()) };
}

if (require.main === module) {
  pages().then((all) => {
    for (const [file, text] of Object.entries(all)) writeFileSync(join(docs, file), text);
  });
}
