/** The table of types.json: every type of the package, what it does with data, and where to where it moves or copies it. */
import type { PackageType } from "./package-types";
import { reviewed } from "./reviewed";
import { stays } from "./stays";

/** Last names of properties that say where data goes to or comes from. */
const destination =
  /(arns?|arnlists|bucket|bucketname|uris?|urls?|endpoint|endpoints|destination|hosts?|hostname|servername|serverhostname|bootstrapservers|broker|regions?|regionlists?|regionname|edgelocations?|target|s3outputpath|s3outputlocation|outputlocation|loglocation|s3path|clusters|peerregion|modelid|modelidentifier)$/i;
const notDestination =
  /(^region$|^tags|role|kms|certificate|secret|credential|encryption|keyarn|policyarn|guardrail|permissionsboundary|bucketowner|useownersregion|(container|tracking|dns)(host|server)name)|(disable|enable|require|privateDns|numCache)[^.]*$/i;
/** Services in which `bucket` is what the resource is, or belongs to. */
const ownBucket = new Set(["s3", "s3control", "timestreaminfluxdb"]);

export interface TypeRow {
  kind: "stores" | "copies" | "neither" | "unclassified";
  taggable: boolean;
  to?: string[];
}

export type Rows = Record<string, TypeRow>;

/** Types whose services belong to no Region, alphabetically: graph/global-types.json. */
export const globalTypesOf = (types: ReadonlyMap<string, PackageType>): string[] =>
  [...types].flatMap(([token, { regional }]) => (regional ? [] : [token])).sort();

/** By type token, alphabetically. `before`: the table so far; a type that it has not is unclassified until it is reviewed. */
export function tableOf(types: ReadonlyMap<string, PackageType>, before?: Rows): Rows {
  const sorted = [...types.keys()].sort();
  return Object.fromEntries(sorted.map((token) => [token, rowOf(token, types.get(token)!, before)]));
}

function rowOf(token: string, type: PackageType, before: Rows | undefined): TypeRow {
  const [, service, ...rest] = token.split(/[/:]/);
  const name = rest.at(-1);
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
      ? type.inputs.filter((path) => isDestination(path) && !(path === "bucket" && ownBucket.has(service!)))
      : [];
  return { kind, taggable: type.taggable, ...(to.length && { to }) };
}

const isDestination = (path: string) => {
  const last = path
    .replace(/\[\*\]$/, "")
    .split(".")
    .pop()!;
  return destination.test(last) && !notDestination.test(path);
};
