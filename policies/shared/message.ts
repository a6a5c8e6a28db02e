import { nounOf, type Resource } from "./resource";
import type { Finding } from "./rule";

/** `s3 bucket "logs"` */
export const titleOf = (resource: Resource): string => `${nounOf(resource.type)} "${resource.name}"`;

/** `s3 bucket "logs" is in us-east-1; stack ca allows ca-central-1, ca-west-1; set region or move it to stack us` */
export function messageOf(finding: Finding): string {
  const where = finding.path ? ` (${finding.path})` : "";
  return `${titleOf(finding.resource)} ${finding.found}${where}; ${finding.allowed}; ${finding.fix}`;
}

/** Regions and the like, for a sentence. */
export const listed = (values: readonly string[]): string => (values.length ? values.join(", ") : "none");

/** A value as messages quote it, cut where it is long. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
