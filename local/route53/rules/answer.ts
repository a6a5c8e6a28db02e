/** What Route 53 answers: a pure function of zones, question, client and health. */
import type { Place } from "../../context";
import { dnsName, isInZone } from "./names";
import type { HostedZone, RecordSet } from "./records";
import { type Chooser, choose } from "./routing";
import { addressesOf, apexRows, delegationOf, negativeRows, type Row, recordsAt, rowsOf } from "./zone";

export type { Row } from "./zone";

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

export interface DnsAnswer {
  rcode: "NOERROR" | "NXDOMAIN" | "REFUSED" | "SERVFAIL";
  /** Whether it is about a zone of this server: neither a refusal nor a referral is (RFC 1035, 4.1.1). */
  authoritative: boolean;
  answers: Row[];
  authorities: Row[];
  additionals: Row[];
  /** Whether the answer depends on the client's subnet (RFC 7871). */
  byLocation: boolean;
  why: string[];
}

/** An alias to an AWS resource has its resource's TTL: 60 s. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html */
export const aliasTtlSeconds = 60;
/** What ANY gets in place of everything. AWS documents nothing; RFC 8482, 4.2. */
const anything = { type: "HINFO", ttl: 3_600, value: '"RFC8482" ""' };
const longestChain = 16;

export function answer(zones: readonly HostedZone[], question: Question, world: World): DnsAnswer {
  return new Resolution(zones, world).run(question);
}

/** An answer that says no more than that there is none. */
export const withoutAnswer = (rcode: "REFUSED" | "SERVFAIL" | "NXDOMAIN", why: string[]): DnsAnswer => ({
  rcode,
  authoritative: false,
  answers: [],
  authorities: [],
  additionals: [],
  byLocation: false,
  why,
});

class Resolution {
  readonly #result: DnsAnswer = { ...withoutAnswer("REFUSED", []), rcode: "NOERROR", authoritative: true };

  readonly #zones: readonly HostedZone[];
  readonly #world: World;

  constructor(zones: readonly HostedZone[], world: World) {
    this.#zones = zones;
    this.#world = world;
  }

  run({ name, type }: Question): DnsAnswer {
    const zone = this.#zoneOf(name, type);
    if (!zone) {
      this.#foreign(name, type);
    } else {
      this.#follow(zone, name, type, name, 0);
    }
    const { rcode, why } = this.#result;
    return rcode === "REFUSED" || rcode === "SERVFAIL" ? withoutAnswer(rcode, why) : this.#result;
  }

  /** The most specific one. The DS record of a zone is its parent's (RFC 4035, 3.1.4.1). */
  #zoneOf(name: string, type: string): HostedZone | undefined {
    const own = this.#zones.filter((zone) => isInZone(name, zone.name));
    const [nearest, parent] = own.sort((a, b) => b.name.length - a.name.length);
    return type === "DS" && nearest?.name === name ? (parent ?? nearest) : nearest;
  }

  /** A name of AWS's own, or nobody's: Route 53 is not asked, so the twin answers for who would be. */
  #foreign(name: string, type: string): void {
    const target = this.#world.target(name);
    if (!target) {
      this.#result.rcode = "REFUSED";
      this.#result.why.push(`${name} is in no hosted zone of this twin`);
      return;
    }
    this.#result.why.push(`${name} is AWS's own`);
    if (type === "A") {
      this.#addresses(name, target.addresses);
    }
  }

  /** Adds what `name` has of `type` under the name `as`, which differs where an alias leads here. */
  #follow(zone: HostedZone, name: string, type: string, as: string, depth: number): void {
    if (depth > longestChain) {
      return void this.#fail(`${name}: more than ${longestChain} aliases`);
    }
    const cut = delegationOf(zone, name, type);
    if (cut.length > 0 && name === as) {
      return void this.#refer(zone, cut);
    }
    const there = cut.length > 0 ? [] : recordsAt(zone, name);
    if (!there) {
      // An alias exists, whatever it points to.
      if (name === as) {
        this.#result.rcode = "NXDOMAIN";
      }
      return void this.#nothing(zone, `${name} does not exist`);
    }
    if (type === "ANY" && there.length > 0) {
      return void this.#give(zone, `${name}: ANY`, [{ name: as, ...anything }]);
    }
    const wanted = there.filter((record) => record.type === type);
    const group = wanted.length > 0 ? wanted : there.filter((record) => record.type === "CNAME");
    if (group.length === 0) {
      return void this.#nothing(zone, `${name} has no ${type}`);
    }
    const choice = choose(group, this.#chooser(zone));
    this.#result.byLocation ||= choice.byLocation === true;
    if (group[0]?.routing.policy === "unsupported") {
      return void this.#fail(`${name}: ${choice.why}`);
    }
    if (choice.records.length === 0) {
      return void this.#nothing(zone, `${name}: ${choice.why}`);
    }
    this.#result.why.push(`${name}: ${choice.why}`);
    for (const record of choice.records) {
      this.#add(zone, record, type, as, depth);
    }
  }

  #add(zone: HostedZone, record: RecordSet, type: string, as: string, depth: number): void {
    if (record.alias) {
      return void this.#addAlias(zone, record.alias.name, type, as, depth);
    }
    this.#give(zone, undefined, rowsOf([{ ...record, name: as }]));
    const [to] = record.values;
    if (record.type !== "CNAME" || type === "CNAME" || to === undefined) {
      return;
    }
    const next = dnsName(to);
    const nextZone = this.#zoneOf(next, type);
    if (nextZone) {
      this.#follow(nextZone, next, type, next, depth + 1);
    } else if (this.#world.target(next)) {
      this.#foreign(next, type);
    }
  }

  #addAlias(zone: HostedZone, name: string, type: string, as: string, depth: number): void {
    if (isInZone(name, zone.name)) {
      return void this.#follow(zone, name, type, as, depth + 1);
    }
    const target = this.#world.target(name);
    if (!target) {
      return void this.#nothing(zone, `${as} is an alias to ${name}, which has no address`);
    }
    if (type !== "A") {
      return void this.#nothing(zone, `${as} is an alias to ${name}, which has no ${type}`);
    }
    this.#give(zone, `${as} is an alias to ${name}`, []);
    this.#addresses(as, target.addresses);
  }

  #addresses(name: string, addresses: readonly string[]): void {
    const { answers } = this.#result;
    answers.push(...addresses.map((value) => ({ name, type: "A", ttl: aliasTtlSeconds, value })));
  }

  /**
   * Adds to the answer and, where there is room, what belongs to it: the zone's name servers and the addresses of the
   * hosts named. https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSBehavior.html
   */
  #give(zone: HostedZone, why: string | undefined, rows: Row[]): void {
    const { answers } = this.#result;
    answers.push(...rows);
    const courtesy = (all: Row[]) => all.map((row) => ({ ...row, courtesy: true }));
    const servers = answers.some(({ type, name }) => type === "NS" && name === zone.name) ? [] : apexRows(zone, "NS");
    this.#result.authorities = courtesy(servers);
    this.#result.additionals = courtesy(addressesOf(zone, answers));
    if (why) {
      this.#result.why.push(why);
    }
  }

  /** No such name, or no such data: the SOA says for how long that may be kept, also behind a CNAME (RFC 2308, 2). */
  #nothing(zone: HostedZone, why: string): void {
    this.#result.authorities = negativeRows(zone);
    this.#result.additionals = [];
    this.#result.why.push(why);
  }

  /** The name servers that know more, with those addresses of theirs that are here (RFC 1034, 4.3.2; RFC 9471, 2.1). */
  #refer(zone: HostedZone, cut: RecordSet[]): void {
    const result = this.#result;
    result.authorities = rowsOf(cut);
    result.additionals = addressesOf(zone, result.authorities);
    // What a CNAME has said before stays this server's own.
    result.authoritative = result.answers.length > 0;
    result.why.push(`${cut[0]?.name} is delegated to ${result.authorities.map(({ value }) => value).join(", ")}`);
  }

  #fail(why: string): void {
    this.#result.rcode = "SERVFAIL";
    this.#result.why.push(why);
  }

  #chooser(zone: HostedZone): Chooser {
    return { ...this.#world, isHealthy: (record) => isHealthy(zone, record, this.#world) };
  }
}

/**
 * A record is healthy where its health check and, with `evaluateTargetHealth`, its target are; one with neither always is.
 * An alias to a group of records is healthy while any of them is.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html
 */
export function isHealthy(zone: HostedZone, record: RecordSet, world: World, depth = 0): boolean {
  if (record.healthCheckId !== undefined && !world.healthOf(record.healthCheckId)) {
    return false;
  }
  const { alias } = record;
  if (!alias?.evaluateTargetHealth || depth > longestChain) {
    return true;
  }
  if (!isInZone(alias.name, zone.name)) {
    return world.target(alias.name)?.healthy ?? true;
  }
  const targets = (recordsAt(zone, alias.name) ?? []).filter((target) => target.type === record.type);
  return targets.length === 0 || targets.some((target) => isHealthy(zone, target, world, depth + 1));
}
