/**
 * Writes graph/global-types.json, the types that are in no Region, and types.json: every resource type of the installed `@pulumi/aws`, what it does with data, and for those that
 * move or copy it the properties that say where to. Run it after an upgrade; then review what it calls "unclassified".
 *
 *     node -r ts-node/register policies/classification/generate.ts && biome format --write policies/classification graph
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageTypes, packageVersion } from "./package-types";
import { globalTypesOf, tableOf } from "./table";

const file = join(__dirname, "types.json");
const before = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).types : undefined;
const found = packageTypes();
const types = tableOf(found, before);
const of = { package: "@pulumi/aws", version: packageVersion };
writeFileSync(file, JSON.stringify({ ...of, types }));
writeFileSync(join(__dirname, "../../graph/global-types.json"), JSON.stringify({ ...of, types: globalTypesOf(found) }));
for (const [token, { kind }] of Object.entries(types)) {
  if (kind === "unclassified") {
    console.log(`unclassified: ${token}; name it in policies/classification/reviewed.ts`);
  }
}
