/** Declared records as Route 53 sees them. */
import type { Graph, Resource } from "../../../graph/graph";
import { dnsName, recordName, recordType, zoneNames } from "./names";

export type Routing =
  | { policy: "simple" | "multivalue" }
  | { policy: "failover"; role: "PRIMARY" | "SECONDARY" }
  | { policy: "weighted"; weight: number }
  | { policy: "latency"; region: string }
  | { policy: "geolocation"; continent?: string; country?: string; subdivision?: string }
  | { policy: "unsupported"; name: string };

/** One record: of a name, type and set identifier. Names are lower case without trailing dot, TTLs in seconds. */
export interface RecordSet {
  name: string;
  type: string;
  setIdentifier: string;
  routing: Routing;
  ttl: number;
  values: readonly string[];
  alias?: { name: string; evaluateTargetHealth: boolean };
  healthCheckId?: string;
}

export interface HostedZone {
  name: string;
  nameServers: readonly string[];
  records: readonly RecordSet[];
}

/** What a zone that AWS made has for name servers when the graph does not say. */
const anyNameServers = ["ns-1.awsdns-01.org", "ns-2.awsdns-02.co.uk", "ns-3.awsdns-03.com", "ns-4.awsdns-04.net"];

/** Every hosted zone that a stack declares or puts records into. */
export function hostedZones(graph: Graph): HostedZone[] {
  const names = zoneNames(graph);
  const byZone = Map.groupBy(graph.ofType(recordType), (record) => String(record.inputs.zoneId));
  const declared = graph.ofType("aws:route53/zone:Zone").map((zone): HostedZone => {
    const name = names.get(zone.id) ?? "";
    return {
      name,
      nameServers: zone.outputs.nameServers ?? anyNameServers,
      records: (byZone.get(zone.id) ?? []).map((record) => recordSet(record, name)),
    };
  });
  const existing = [...byZone].filter(([id]) => !names.has(id)).map(([, records]) => existingZone(records));
  return [...declared, ...existing];
}

/** A zone that is looked up, not declared: its name is what all its records' names end with. */
function existingZone(records: Resource[]): HostedZone {
  const sets = records.map((record) => recordSet(record, undefined));
  const labels = sets.map(({ name }) => name.split(".").reverse());
  const shared = (labels[0] ?? []).findIndex((label, index) => labels.some((other) => other[index] !== label));
  const common = labels[0]?.slice(0, shared < 0 ? undefined : shared) ?? [];
  return { name: common.reverse().join("."), nameServers: anyNameServers, records: sets };
}

function recordSet({ inputs, ...record }: Resource, zone: string | undefined): RecordSet {
  const [alias] = inputs.aliases ?? [];
  return {
    name: recordName({ inputs, ...record }, zone),
    type: String(inputs.type).toUpperCase(),
    setIdentifier: String(inputs.setIdentifier ?? ""),
    routing: routingOf(inputs),
    ttl: Number(inputs.ttl ?? 0),
    values: (inputs.records ?? []).map((value: unknown) =>
      textQuoted(String(inputs.type).toUpperCase(), String(value)),
    ),
    ...(alias && {
      alias: { name: dnsName(String(alias.name)), evaluateTargetHealth: alias.evaluateTargetHealth === true },
    }),
    ...(inputs.healthCheckId && { healthCheckId: String(inputs.healthCheckId) }),
  };
}

/**
 * As Route 53 has it. The provider puts quotation marks around text, so that `a""b` is two strings:
 * https://www.pulumi.com/registry/packages/aws/api-docs/route53/record/ (records)
 */
function textQuoted(type: string, value: string): string {
  const isText = type === "TXT" || type === "SPF";
  return isText && !/^".*"$/s.test(value) ? `"${value}"` : value;
}

function routingOf(inputs: Resource["inputs"]): Routing {
  const [failover] = inputs.failoverRoutingPolicies ?? [];
  if (failover) {
    return { policy: "failover", role: failover.type === "PRIMARY" ? "PRIMARY" : "SECONDARY" };
  }
  const [weighted] = inputs.weightedRoutingPolicies ?? [];
  if (weighted) {
    return { policy: "weighted", weight: Number(weighted.weight) };
  }
  const [latency] = inputs.latencyRoutingPolicies ?? [];
  if (latency) {
    return { policy: "latency", region: String(latency.region) };
  }
  const [geolocation] = inputs.geolocationRoutingPolicies ?? [];
  if (geolocation) {
    const { continent, country, subdivision } = geolocation;
    return {
      policy: "geolocation",
      ...(continent && { continent }),
      ...(country && { country }),
      ...(subdivision && { subdivision }),
    };
  }
  if (inputs.geoproximityRoutingPolicy) {
    return { policy: "unsupported", name: "geoproximity" };
  }
  if (inputs.cidrRoutingPolicy) {
    return { policy: "unsupported", name: "IP-based" };
  }
  return { policy: inputs.multivalueAnswerRoutingPolicy ? "multivalue" : "simple" };
}
