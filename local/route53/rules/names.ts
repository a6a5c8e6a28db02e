/**
 * Names as DNS compares them: ASCII letters in lower case (RFC 4343), no trailing dot. A byte that is not printable, and a
 * dot or backslash inside a label, is written as Route 53 does: `\` and three octal digits.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html
 */
import type { Graph, Resource } from "../../../graph/graph";

export const zoneType = "aws:route53/zone:Zone";
export const recordType = "aws:route53/record:Record";

/** The bytes that escaped text stands for: `\101` is `A`; `\` and any other character is that character. */
export function bytesOf(text: string): Buffer {
  const parts = [...text.matchAll(/\\([0-3][0-7]{2})|\\(.)|[^\\]+|\\$/gs)];
  return Buffer.concat(
    parts.map(([whole, octal, plain]) =>
      octal === undefined ? Buffer.from(plain ?? whole) : Buffer.of(Number.parseInt(octal, 8)),
    ),
  );
}

/** A name's labels, each as its bytes. The root has none. */
export function labelsOf(name: string): Buffer[] {
  if (name === ".") {
    return [];
  }
  const labels = [...name.matchAll(/((?:[^.\\]|\\.?)*)(?:\.|$)/gs)].map(([, label = ""]) => bytesOf(label));
  // The last match is what comes after the last dot, or after the end: nothing.
  return labels.slice(0, -1);
}

/** Labels as text, with the case that they have. */
export function nameOf(labels: readonly Uint8Array[]): string {
  return labels.map((label) => Array.from(label, character).join("")).join(".");
}

function character(byte: number): string {
  const text = String.fromCharCode(byte);
  return /[!-~]/.test(text) && !/[.\\]/.test(text) ? text : `\\${byte.toString(8).padStart(3, "0")}`;
}

export function dnsName(name: string): string {
  return nameOf(labelsOf(name)).toLowerCase();
}

/** Whether `name` is the zone's apex or below it. */
export function isInZone(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

/**
 * A record's full name. The Pulumi provider appends the zone's name to one that does not end with it:
 * https://www.pulumi.com/registry/packages/aws/api-docs/route53/record/
 */
export function recordName(record: Resource, zone: string | undefined): string {
  const name = dnsName(String(record.outputs.fqdn ?? record.inputs.name ?? ""));
  if (zone === undefined || isInZone(name, zone)) {
    return name;
  }
  return name === "" ? zone : `${name}.${zone}`;
}

/** Zone id → name of every declared hosted zone. */
export function zoneNames(graph: Graph): Map<string, string> {
  return new Map(
    graph.ofType(zoneType).flatMap((zone) => {
      const name = dnsName(String(zone.inputs.name ?? zone.outputs.name));
      const ids = [zone.id, zone.outputs.zoneId].filter((id) => typeof id === "string");
      return ids.map((id) => [id, name] as const);
    }),
  );
}
