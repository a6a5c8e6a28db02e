/** What is declared and answered in another way than on AWS, or not at all: said at start. */

import { isInZone } from "./names";
import { typeCode, writeData } from "./record-data";
import type { HostedZone, RecordSet } from "./records";
import { Writer } from "./writer";

export interface Finding {
  /** The record's name. */
  name: string;
  message: string;
}

/** `regions` are those that the twin has a place for. */
export function findingsOf(zones: readonly HostedZone[], regions: readonly string[]): Finding[] {
  return zones.flatMap((zone) =>
    zone.records.flatMap((record) =>
      [routingFinding(record, regions), ...valueFindings(record, zone)].flatMap((message) =>
        message === undefined ? [] : { name: record.name, message },
      ),
    ),
  );
}

function routingFinding({ routing }: RecordSet, regions: readonly string[]): string | undefined {
  if (routing.policy === "unsupported") return `${routing.name} routing: answered with SERVFAIL`;
  if (routing.policy === "latency" && !regions.includes(routing.region)) {
    return `latency record of Region ${routing.region}, whose place is not known: SERVFAIL for clients whose place is; add it to local/data/regions.ts`;
  }
  return undefined;
}

function valueFindings({ type, values, alias }: RecordSet, zone: HostedZone): (string | undefined)[] {
  if (typeCode(type) === undefined) return [`record type ${type} is not one of Route 53: answered with SERVFAIL`];
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
