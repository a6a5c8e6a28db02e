/** What Route 53 answers: a pure function of zones, question, client and health. */
import type { Place } from "../context";
import { isInZone } from "./names";
import type { HostedZone, RecordSet } from "./records";
import { type Chooser, choose } from "./routing";

export interface Question {
  /** Lower case, no trailing dot. */
  name: string;
  /** `A`, `AAAA`, `CNAME` … */
  type: string;
}

export interface World {
  client: Place | undefined;
  healthOf(healthCheckId: string): boolean;
  /** AWS's own host names that aliases point to: addresses and, for `evaluateTargetHealth`, health. */
  target(hostname: string): { addresses: readonly string[]; healthy: boolean } | undefined;
  roundTripMs: Chooser["roundTripMs"];
  random(): number;
}

export interface Answer {
  rcode: "NOERROR" | "NXDOMAIN" | "REFUSED" | "SERVFAIL";
  /** Values as records have them: `10 mail.example.com`. TTL in seconds. */
  answers: { name: string; type: string; ttl: number; value: string }[];
  /** The zone whose SOA goes into the authority section of a negative answer. */
  zone: HostedZone | undefined;
  /** Whether the answer depends on the client's subnet (RFC 7871). */
  byLocation: boolean;
  why: string[];
}

/** An alias to an AWS resource has its resource's TTL: 60 s. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html */
export const aliasTtlSeconds = 60;
/** The SOA that Route 53 makes, and so how long a negative answer may be kept. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html */
export const negativeTtlSeconds = 900;
const longestChain = 16;

export function answer(zones: readonly HostedZone[], question: Question, world: World): Answer {
  return new Resolution(zones, world).run(question);
}

class Resolution {
  readonly #result: Answer = { rcode: "NOERROR", answers: [], zone: undefined, byLocation: false, why: [] };

  constructor(
    private readonly zones: readonly HostedZone[],
    private readonly world: World,
  ) {}

  run({ name, type }: Question): Answer {
    const result = this.#result;
    result.zone = this.#zoneOf(name);
    if (!result.zone) this.#foreign(name, type);
    else this.#follow(result.zone, name, type, name, 0);
    return result;
  }

  #zoneOf(name: string): HostedZone | undefined {
    const own = this.zones.filter((zone) => isInZone(name, zone.name));
    return own.sort((a, b) => b.name.length - a.name.length)[0];
  }

  /** A name of AWS's own, or nobody's: Route 53 is not asked, so the twin answers for who would be. */
  #foreign(name: string, type: string): void {
    const target = this.world.target(name);
    if (!target) {
      this.#result.rcode = "REFUSED";
      this.#result.why.push(`${name} is in no hosted zone of this twin`);
      return;
    }
    this.#result.why.push(`${name} is AWS's own`);
    if (type === "A") this.#addresses(name, target.addresses);
  }

  /** Adds what `name` has of `type` under the name `as`, which differs where an alias leads here. */
  #follow(zone: HostedZone, name: string, type: string, as: string, depth: number): void {
    if (depth > longestChain) {
      this.#result.rcode = "SERVFAIL";
      this.#result.why.push(`${name}: more than ${longestChain} aliases`);
      return;
    }
    const there = recordsAt(zone, name);
    if (!there) {
      this.#result.rcode = "NXDOMAIN";
      this.#result.why.push(`${name} does not exist`);
      return;
    }
    const wanted = there.filter((record) => record.type === type);
    const group = wanted.length > 0 ? wanted : there.filter((record) => record.type === "CNAME");
    if (group.length === 0) {
      this.#result.why.push(`${name} has no ${type}`);
      return;
    }
    const choice = choose(group, this.#chooser(zone));
    this.#result.byLocation ||= choice.byLocation === true;
    this.#result.why.push(`${name}: ${choice.why}`);
    if (group[0]?.routing.policy === "unsupported") this.#result.rcode = "SERVFAIL";
    for (const record of choice.records) this.#add(zone, record, type, as, depth);
  }

  #add(zone: HostedZone, record: RecordSet, type: string, as: string, depth: number): void {
    if (record.alias) {
      const { name } = record.alias;
      if (isInZone(name, zone.name)) {
        this.#follow(zone, name, type, as, depth + 1);
        return;
      }
      const target = this.world.target(name);
      this.#result.why.push(
        target ? `${as} is an alias to ${name}` : `${as} is an alias to ${name}, which has no address`,
      );
      if (target && type === "A") this.#addresses(as, target.addresses);
      return;
    }
    const { answers } = this.#result;
    answers.push(...record.values.map((value) => ({ name: as, type: record.type, ttl: record.ttl, value })));
    const [to] = record.values;
    if (record.type !== "CNAME" || type === "CNAME" || to === undefined) return;
    const next = to.toLowerCase().replace(/\.$/, "");
    const nextZone = this.#zoneOf(next);
    if (nextZone) this.#follow(nextZone, next, type, next, depth + 1);
    else if (this.world.target(next)) this.#foreign(next, type);
  }

  #addresses(name: string, addresses: readonly string[]): void {
    const { answers } = this.#result;
    answers.push(...addresses.map((value) => ({ name, type: "A", ttl: aliasTtlSeconds, value })));
  }

  #chooser(zone: HostedZone): Chooser {
    return { ...this.world, isHealthy: (record) => isHealthy(zone, record, this.world) };
  }
}

/**
 * A record is healthy where its health check and, with `evaluateTargetHealth`, its target are; one with neither always is.
 * An alias to a group of records is healthy while any of them is.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html
 */
export function isHealthy(zone: HostedZone, record: RecordSet, world: World, depth = 0): boolean {
  if (record.healthCheckId !== undefined && !world.healthOf(record.healthCheckId)) return false;
  const { alias } = record;
  if (!alias?.evaluateTargetHealth || depth > longestChain) return true;
  if (!isInZone(alias.name, zone.name)) return world.target(alias.name)?.healthy ?? true;
  const targets = (recordsAt(zone, alias.name) ?? []).filter((target) => target.type === record.type);
  return targets.length === 0 || targets.some((target) => isHealthy(zone, target, world, depth + 1));
}

/**
 * The records at a name, or at the wildcard that covers it; undefined where the name does not exist. A name that only
 * has names below it exists and is empty (RFC 4592). NS of the zone itself is Route 53's own.
 */
function recordsAt(zone: HostedZone, name: string): RecordSet[] | undefined {
  const exact = zone.records.filter((record) => record.name === name);
  if (name === zone.name) return [...exact, nameServers(zone)];
  if (exact.length > 0) return exact;
  if (zone.records.some((record) => record.name.endsWith(`.${name}`))) return [];
  for (let parent = name; parent !== zone.name; ) {
    parent = parent.slice(parent.indexOf(".") + 1);
    const wild = zone.records.filter((record) => record.name === `*.${parent}`);
    if (wild.length > 0) return wild;
    // A wildcard stops at the closest name that exists.
    if (zone.records.some((record) => record.name === parent || record.name.endsWith(`.${parent}`))) return undefined;
  }
  return undefined;
}

function nameServers(zone: HostedZone): RecordSet {
  const routing = { policy: "simple" } as const;
  return { name: zone.name, type: "NS", setIdentifier: "", routing, ttl: 172_800, values: zone.nameServers };
}
