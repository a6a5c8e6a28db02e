import { nounOf, type Resource } from "./resource";
import type { Finding } from "./rule";

/** `s3 bucket "logs"` */
export const titleOf = (resource: Resource): string => `${nounOf(resource.type)} "${resource.name}"`;

/** As long as a line may be, so that terminals and pull requests show it whole. */
const longest = 300;
const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

/**
 * `s3 bucket "logs" is in us-east-1; stack ca allows ca-central-1, ca-west-1; set region or move it to stack us`: what was
 * found, what is allowed and the fix in one line, or in one each where that is too long.
 */
export function messageOf(finding: Finding): string {
  const where = finding.path ? ` (${finding.path})` : "";
  const parts = [`${titleOf(finding.resource)} ${finding.found}${where}`, finding.allowed, finding.fix];
  const line = parts.join("; ");
  return line.length > longest ? parts.map((part, index) => cut(`${part}${index < 2 ? ";" : ""}`)).join("\n") : line;
}

/** Regions and the like, for a sentence. */
export const listed = (values: readonly string[]): string => (values.length ? values.join(", ") : "none");

/** A value as messages quote it, cut where it is long. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
