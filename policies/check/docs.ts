/**
 * Writes docs/policies.md and docs/residency.md from the rules, the classification, the topology and the stacks.
 *
 *     node -r ts-node/register policies/check/docs.ts
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pages } from "./docs/pages";

pages().then((all) => {
  for (const [file, text] of Object.entries(all)) {
    writeFileSync(join(__dirname, "../../docs", file), text);
  }
});
