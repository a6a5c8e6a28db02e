/** What is declared and answered in another way than on AWS, or not at all: said at start. */

import type { RegionUse } from "../../module";
import { isInZone } from "./names";
import { typeCode, writeData } from "./record-data";
import type { HostedZone, RecordSet } from "./records";
import { Writer } from "./writer";

export interface Finding {
  /** The record's name. */
  name: string;
  message: string;
}

/** The Regions of latency records: without a place there is no latency to compare. */
export function latencyRegions(zones: readonly HostedZone[]): RegionUse[] {
  return zones.flatMap(({ records }) =>
    records.flatMap(({ name, routing }) =>
      routing.policy === "latency" ? { region: routing.region, by: `a latency record of ${name}` } : [],
    ),
  );
}

export function findingsOf(zones: readonly HostedZone[]): Finding[] {
  return zones.flatMap((zone) =>
    zone.records.flatMap((record) =>
      [routingFinding(record), ...valueFindings(record, zone)].flatMap((message) =>
        message === undefined ? [] : { name: record.name, message },
      ),
    ),
  );
}

function routingFinding({ routing }: RecordSet): string | undefined {
  return routing.policy === "unsupported" ? `${routing.name} routing: answered with SERVFAIL` : undefined;
}

function valueFindings({ type, values, alias }: RecordSet, zone: HostedZone): (string | undefined)[] {
  if (typeCode(type) === undefined) {
    return [`record type ${type} is not one of Route 53: answered with SERVFAIL`];
  }
  if (alias && type !== "A" && !isInZone(alias.name, zone.name)) {
    return [`${type} alias to ${alias.name}: names of AWS's own have IPv4 addresses only here, so it has no data`];
  }
  return values.map((value) => {
    try {
      writeData(new Writer(), type, value);
      return undefined;
    } catch (error) {
      return `${(error as Error).message}: answered with SERVFAIL, refused by Route 53`;
    }
  });
}
