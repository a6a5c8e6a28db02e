/**
 * Writes types.json: every resource type of the installed `@pulumi/aws`, what it does with data, and for those that
 * move or copy it the properties that say where to. Run it after an upgrade; then review what it calls "unclassified".
 *
 *     node -r ts-node/register policies/classification/generate.ts && biome format --write policies/classification
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageTypes, packageVersion } from "./package-types";
import { tableOf } from "./table";

const file = join(__dirname, "types.json");
const before = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).types : undefined;
const types = tableOf(packageTypes(), before);
writeFileSync(file, JSON.stringify({ package: "@pulumi/aws", version: packageVersion, types }));
for (const [token, { kind }] of Object.entries(types)) {
  if (kind === "unclassified") console.log(`unclassified: ${token}; name it in policies/classification/reviewed.ts`);
}
