/**
 * Which records of a group answer: one function a routing policy. All of a group have the same name, type and policy.
 * Unhealthy ones are passed over; where none is healthy, all count as healthy:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html
 */
import type { Place } from "../../context";
import { continentOf } from "../../data/continents";
import type { RecordSet } from "./records";

export interface Chooser {
  /** Where the client is, as far as Route 53 can tell. */
  client: Place | undefined;
  isHealthy(record: RecordSet): boolean;
  /** ms from the client to a Region. */
  roundTripMs(client: Place, region: string): number;
  /** In [0, 1). */
  random(): number;
}

export interface Choice {
  records: readonly RecordSet[];
  why: string;
  /** Whether another client could have got something else: the answer's EDNS scope. */
  byLocation?: boolean;
}

const mostValues = 8;

export function choose(group: readonly RecordSet[], chooser: Chooser): Choice {
  const [first] = group;
  if (!first) {
    return { records: [], why: "no record" };
  }
  switch (first.routing.policy) {
    case "simple":
      return { records: [first], why: "simple" };
    case "failover":
      return chooseFailover(group, chooser);
    case "weighted":
      return chooseWeighted(group, chooser);
    case "latency":
      return chooseLatency(group, chooser);
    case "geolocation":
      return chooseGeolocation(group, chooser);
    case "multivalue":
      return chooseMultivalue(group, chooser);
    case "unsupported":
      return { records: [], why: `${first.routing.name} routing: the twin does not stand in for it` };
  }
}

/**
 * Primary while it is healthy, else a healthy secondary, else primary whatever its health:
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html (Failover)
 */
function chooseFailover(group: readonly RecordSet[], { isHealthy }: Chooser): Choice {
  const of = (role: string) => group.find(({ routing }) => routing.policy === "failover" && routing.role === role);
  const [primary, secondary] = [of("PRIMARY"), of("SECONDARY")];
  const answer = (record: RecordSet, why: string): Choice => ({ records: [record], why: `failover: ${why}` });
  if (!primary || !secondary) {
    return answer((primary ?? secondary)!, "the only record");
  }
  if (isHealthy(primary)) {
    return answer(primary, `primary ${primary.setIdentifier} is healthy`);
  }
  if (isHealthy(secondary)) {
    return answer(
      secondary,
      `primary ${primary.setIdentifier} is unhealthy, secondary ${secondary.setIdentifier} is healthy`,
    );
  }
  return answer(primary, `both are unhealthy: primary ${primary.setIdentifier}`);
}

/**
 * In proportion to weight. Records of weight 0 count only when all others are unhealthy, or when all have it:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-weighted.html
 */
function chooseWeighted(group: readonly RecordSet[], { isHealthy, random }: Chooser): Choice {
  const weight = ({ routing }: RecordSet) => (routing.policy === "weighted" ? routing.weight : 0);
  const healthy = group.filter(isHealthy);
  const usable = healthy.length > 0 ? healthy : group;
  const heavy = usable.filter((record) => weight(record) > 0);
  const candidates = heavy.length > 0 ? heavy : usable;
  const shares = candidates.map((record) => (heavy.length > 0 ? weight(record) : 1));
  const point = random() * shares.reduce((sum, share) => sum + share, 0);
  const index = shares.findIndex((_, last) => point < shares.slice(0, last + 1).reduce((sum, share) => sum + share, 0));
  const record = candidates[index] ?? candidates[candidates.length - 1]!;
  return { records: [record], why: `weighted: ${record.setIdentifier}, one of ${candidates.length}` };
}

/**
 * The Region with the least latency for the client that has a healthy record:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-latency.html
 */
function chooseLatency(group: readonly RecordSet[], { client, isHealthy, roundTripMs }: Chooser): Choice {
  const region = ({ routing }: RecordSet) => (routing.policy === "latency" ? routing.region : "");
  // What Route 53 takes for a client of unknown place is not documented: the first by name is as good as any.
  const distances = new Map(group.map((record) => [record, client ? roundTripMs(client, region(record)) : 0]));
  const distance = (record: RecordSet) => distances.get(record) ?? 0;
  const sorted = group.toSorted((a, b) => distance(a) - distance(b) || region(a).localeCompare(region(b)));
  const record = sorted.find(isHealthy) ?? sorted[0]!;
  const skipped = sorted.slice(0, sorted.indexOf(record)).map(region);
  const why = `latency: ${region(record)} is nearest${skipped.length > 0 ? ` after unhealthy ${skipped.join(", ")}` : ""}`;
  return { records: [record], why, byLocation: true };
}

/**
 * The smallest area that the client is in; where its record is unhealthy, the next larger one. No area, no answer:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-geo.html
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_GeoLocation.html
 * A subdivision is a state of the US.
 */
function chooseGeolocation(group: readonly RecordSet[], { client, isHealthy }: Chooser): Choice {
  const country = client?.country;
  const continent = country && continentOf(country);
  const match = (area: "country" | "continent", code: string | undefined, subdivision?: string) =>
    group.find(
      ({ routing }) =>
        routing.policy === "geolocation" &&
        code !== undefined &&
        routing[area] === code &&
        routing.subdivision === subdivision,
    );
  const state = client?.subdivision && match("country", country, client.subdivision);
  const areas = [state, match("country", country), match("continent", continent), match("country", "*")].filter(
    (record) => typeof record === "object",
  );
  const record = areas.find(isHealthy) ?? areas[0];
  if (!record) {
    return { records: [], why: "geolocation: no record for the client's area, and no default", byLocation: true };
  }
  const fallen = areas.indexOf(record) > 0 ? " (the record of a smaller area is unhealthy)" : "";
  return { records: [record], why: `geolocation: ${record.setIdentifier}${fallen}`, byLocation: true };
}

/**
 * Up to eight healthy records at random; up to eight unhealthy ones where none is healthy:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-multivalue.html
 */
function chooseMultivalue(group: readonly RecordSet[], { isHealthy, random }: Chooser): Choice {
  const healthy = group.filter(isHealthy);
  const usable = healthy.length > 0 ? healthy : group;
  const shuffled = usable.map((record) => ({ record, key: random() })).sort((a, b) => a.key - b.key);
  const records = shuffled.slice(0, mostValues).map(({ record }) => record);
  return { records, why: `multivalue: ${records.length} of ${group.length}` };
}
