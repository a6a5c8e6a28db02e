/**
 * Writes docs/policies.md and docs/residency.md from the rules, the classification, the topology and the stacks.
 *
 *     node -r ts-node/register policies/check/docs.ts
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { pages } from "./docs/pages";

void new Command("docs")
  .description("Write docs/policies.md and docs/residency.md.")
  .action(async () => {
    for (const [file, text] of Object.entries(await pages())) {
      writeFileSync(join(__dirname, "../../docs", file), text);
    }
  })
  .parseAsync();
