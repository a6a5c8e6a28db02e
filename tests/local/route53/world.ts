/** A zone example.com, its records and the world that they are answered in. */
import type { Place } from "../../../local/context";
import { cityPlaces } from "../../../local/data/cities";
import { regionPlaces } from "../../../local/data/regions";
import { roundTripMs } from "../../../local/network/round-trip";
import { answer, type DnsAnswer, type World } from "../../../local/route53/rules/answer";
import type { HostedZone, RecordSet, Routing } from "../../../local/route53/rules/records";

export const city = (name: string) => cityPlaces.find((place) => place.name === name)!;
export const record = (name: string, value: string, routing: Routing, rest: Partial<RecordSet> = {}): RecordSet => ({
  name,
  type: "A",
  setIdentifier: value,
  routing,
  ttl: 30,
  values: [value],
  healthCheckId: `hc-${value}`,
  ...rest,
});
export const simple = { policy: "simple" } as const;
export const zone = (...records: RecordSet[]): HostedZone => ({
  name: "example.com",
  nameServers: ["ns-1.awsdns.org"],
  records,
});
export const world = (rest: Partial<World> & { sick?: string[] } = {}): World => ({
  client: city("Toronto"),
  healthOf: (id) => !rest.sick?.includes(id.replace("hc-", "")),
  target: (name) =>
    name === "alb.aws" ? { addresses: ["198.51.100.7"], healthy: !rest.sick?.includes("alb.aws") } : undefined,
  roundTripMs: (from: Place, region: string) => roundTripMs(from, regionPlaces.find(({ name }) => name === region)!),
  random: () => 0,
  ...rest,
});

/** A simple record without health check. */
export const of = (name: string, type: string, ...values: string[]): RecordSet => {
  const { healthCheckId: _, ...bare } = record(name, values[0] ?? "", simple, { type, values });
  return bare;
};
export const ask = (records: RecordSet[], name: string, type: string, view: Partial<World> = {}): DnsAnswer =>
  answer([zone(...records)], { name, type }, world(view));
export const lines = (rows: DnsAnswer["answers"]) => rows.map(({ name, type, value }) => `${name} ${type} ${value}`);
export const soaValue = "ns-1.awsdns.org awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400";
export const soa = `example.com SOA ${soaValue}`;
