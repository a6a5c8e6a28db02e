import { jurisdictionOf, jurisdictions } from "../../model/topology";
import { MissingConfiguration } from "./errors";

/** Every variable that a function here may need. `AWS_REGION` is set by Lambda, the others by the stack. */
export type Variable =
  | "AWS_REGION"
  | "APP_ORIGINS"
  | "DOMAIN"
  | "JURISDICTION"
  | "REGISTRY_TABLE"
  | "REGISTRY_HASH_KEY"
  | "SNAPSHOT_BUCKET"
  | "PROFILE_TABLE"
  | "IDEMPOTENCY_TABLE"
  | "SIGNING_KEYS_TABLE"
  | "REGIONS_TABLE"
  | "PROBED_FUNCTIONS";

/**
 * The named environment variables, all present. Throws MissingConfiguration with every issue at once; also where
 * JURISDICTION is unknown or AWS_REGION is in another one: a function deployed across a border must not start.
 */
export function environment<V extends Variable>(...names: V[]): Record<V, string> {
  const missing = names.filter((name) => !process.env[name]);
  const issues = missing.map((name) => `environment variable ${name} is not set; the stack must set it`);
  issues.push(...borderIssues(process.env.JURISDICTION, process.env.AWS_REGION));
  if (issues.length > 0) {
    throw new MissingConfiguration(`The function cannot start:\n - ${issues.join("\n - ")}`);
  }
  return Object.fromEntries(names.map((name) => [name, process.env[name]])) as Record<V, string>;
}

function borderIssues(jurisdiction: string | undefined, region: string | undefined): string[] {
  if (!jurisdiction) {
    return [];
  }
  if (!Object.hasOwn(jurisdictions, jurisdiction)) {
    return [`JURISDICTION is "${jurisdiction}"; model/topology.ts knows ${Object.keys(jurisdictions).join(", ")}`];
  }
  if (!region || jurisdictionOf(region) === jurisdiction) {
    return [];
  }
  return [`JURISDICTION is "${jurisdiction}", but AWS_REGION "${region}" is not in it according to model/topology.ts`];
}
