/** What a hosted zone has at a name. */
import { dnsName, isInZone } from "./names";
import type { HostedZone, RecordSet } from "./records";

/** A record in an answer. `courtesy` ones are left out where there is no room. */
export interface Row {
  name: string;
  type: string;
  /** Seconds. */
  ttl: number;
  /** As records have it: `10 mail.example.com`. */
  value: string;
  courtesy?: boolean;
}

const simple = { policy: "simple" } as const;

/**
 * The records at a name, or at the wildcard that covers it; undefined where the name does not exist. A name that only
 * has names below it exists and is empty (RFC 4592, 2.2.2).
 */
export function recordsAt(zone: HostedZone, name: string): RecordSet[] | undefined {
  const exact = zone.records.filter((record) => record.name === name);
  if (name === zone.name) {
    return [...exact, ...ownRecords(zone).filter(({ type }) => !has(exact, type))];
  }
  if (exact.length > 0) {
    return exact;
  }
  if (zone.records.some((record) => record.name.endsWith(`.${name}`))) {
    return [];
  }
  for (let parent = name; parent !== zone.name; ) {
    parent = parent.slice(parent.indexOf(".") + 1);
    const wild = zone.records.filter((record) => record.name === `*.${parent}`);
    if (wild.length > 0) {
      return wild;
    }
    // A wildcard stops at the closest name that exists.
    if (zone.records.some((record) => record.name === parent || record.name.endsWith(`.${parent}`))) {
      return undefined;
    }
  }
  return undefined;
}

const has = (records: readonly RecordSet[], type: string) => records.some((record) => record.type === type);

/**
 * The NS and SOA records that Route 53 makes for each zone; a program that declares its own overwrites them.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/SOA-NSrecords.html
 */
function ownRecords({ name, nameServers }: HostedZone): RecordSet[] {
  const soa = `${nameServers[0] ?? "."} awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  const remaining = { name, setIdentifier: "", routing: simple };
  return [
    { ...remaining, type: "NS", ttl: 172_800, values: nameServers },
    { ...remaining, type: "SOA", ttl: 900, values: [soa] },
  ];
}

/** The zone's records of a type at its own name. */
export function apexRows(zone: HostedZone, type: "NS" | "SOA"): Row[] {
  return rowsOf((recordsAt(zone, zone.name) ?? []).filter((record) => record.type === type));
}

/**
 * The SOA of an answer that says that there is nothing. It may be kept for the lesser of the record's TTL and its last
 * field (RFC 2308, 3 and 5).
 */
export function negativeRows(zone: HostedZone): Row[] {
  return apexRows(zone, "SOA").map((row) => ({ ...row, ttl: Math.min(row.ttl, Number(row.value.split(" ").at(-1))) }));
}

/**
 * The NS records above or at `name` that give it to other servers: the ones nearest to the zone (RFC 1034, 4.3.2). The DS
 * record of a delegated name stays here (RFC 4035, 3.1.4.1).
 */
export function delegationOf(zone: HostedZone, name: string, type: string): RecordSet[] {
  const cuts = zone.records.filter(
    (record) =>
      record.type === "NS" &&
      record.name !== zone.name &&
      isInZone(name, record.name) &&
      !(type === "DS" && record.name === name),
  );
  const nearest = Math.min(...cuts.map((record) => record.name.length));
  return cuts.filter((record) => record.name.length === nearest);
}

const targetTypes = ["NS", "MX", "SRV"];

/** The zone's addresses of the hosts that the rows name. */
export function addressesOf(zone: HostedZone, rows: readonly Row[]): Row[] {
  const named = rows.filter(({ type }) => targetTypes.includes(type));
  const hosts = new Set(named.map(({ value }) => dnsName(value.split(" ").at(-1) ?? "")));
  return rowsOf(
    zone.records.filter(
      ({ name, type, routing, alias }) =>
        hosts.has(name) && (type === "A" || type === "AAAA") && routing.policy === "simple" && !alias,
    ),
  );
}

/** Their values as they are, without routing. */
export function rowsOf(records: readonly RecordSet[]): Row[] {
  return records.flatMap(({ name, type, ttl, values }) => values.map((value) => ({ name, type, ttl, value })));
}
