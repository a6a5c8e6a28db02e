/**
 * Writes types.json: every resource type of the installed `@pulumi/aws`, what it does with data, and for those that
 * move or copy it the properties that say where to. Run it after an upgrade; then review what it calls "unclassified".
 *
 *     node -r ts-node/register policies/classification/generate.ts
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type PackageType, packageTypes, packageVersion } from "./package-types";
import { reviewed } from "./reviewed";
import { stays } from "./stays";

const file = join(__dirname, "types.json");
/** Last names of properties that say where data goes to or comes from. */
const destination =
  /(arns?|arnlists|bucket|bucketname|uris?|urls?|endpoint|endpoints|destination|hosts?|hostname|servername|serverhostname|bootstrapservers|broker|regions?|regionlists?|regionname|edgelocations?|target|s3outputpath|s3outputlocation|outputlocation|loglocation|s3path|clusters|peerregion|modelid|modelidentifier)$/i;
const notDestination =
  /(^region$|^tags|role|kms|certificate|secret|credential|encryption|keyarn|policyarn|guardrail|permissionsboundary|bucketowner|useownersregion|(container|tracking|dns)(host|server)name)|\.?(disable|enable|require|privateDns|numCache)[^.]*$/i;
/** Services in which `bucket` is what the resource is, or belongs to. */
const ownBucket = /^(s3|s3control|timestreaminfluxdb)$/;

export interface TypeRow {
  kind: "stores" | "copies" | "neither" | "unclassified";
  regional: boolean;
  taggable: boolean;
  to?: string[];
}

function rowOf(token: string, type: PackageType, before: Record<string, TypeRow> | undefined): TypeRow {
  const [, service, name] = /^aws:([^/:]+)(?:\/\w+)?:(\w+)$/.exec(token)!;
  const list = reviewed[service!];
  const holds = (names?: string) => names?.split(" ").includes(name!);
  const kind = holds(list?.copies)
    ? "copies"
    : holds(list?.stores)
      ? "stores"
      : before && before[token]?.kind !== "neither" && !stays[`${service}/${name}`]
        ? "unclassified"
        : "neither";
  const to =
    kind === "stores" || kind === "copies"
      ? type.inputs.filter((path) => isDestination(path) && !(path === "bucket" && ownBucket.test(service!)))
      : [];
  return { kind, regional: type.regional, taggable: type.taggable, ...(to.length && { to }) };
}

const isDestination = (path: string) => {
  const last = path
    .replace(/\[\*\]$/, "")
    .split(".")
    .pop()!;
  return destination.test(last) && !notDestination.test(path);
};

if (require.main === module) {
  const before = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).types : undefined;
  const rows = [...packageTypes()].sort(([a], [b]) => (a < b ? -1 : 1));
  const lines = rows.map(
    ([token, type]) => `    ${JSON.stringify(token)}: ${JSON.stringify(rowOf(token, type, before))}`,
  );
  const head = `{\n  "package": "@pulumi/aws",\n  "version": ${JSON.stringify(packageVersion)},\n  "types": {\n`;
  writeFileSync(file, `${head}${lines.join(",\n")}\n  }\n}\n`);
  const open = rows.filter(([token, type]) => rowOf(token, type, before).kind === "unclassified");
  for (const [token] of open) console.log(`unclassified: ${token}; name it in policies/classification/reviewed.ts`);
}
