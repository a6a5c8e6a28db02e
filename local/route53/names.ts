/** Names as DNS compares them: lower case, no trailing dot. */
import type { Graph, Resource } from "../graph";

export const zoneType = "aws:route53/zone:Zone";
export const recordType = "aws:route53/record:Record";

export function dnsName(name: string): string {
  // Route 53 writes unusual characters as octal codes; the wildcard is the one that people meet.
  return name.toLowerCase().replace(/\.$/, "").replaceAll("\\052", "*");
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
  if (zone === undefined || isInZone(name, zone)) return name;
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
