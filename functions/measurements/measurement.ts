/** What a client measures, read with suspicion: nothing that is not on these lists gets any further. Pure. */

import { type JsonIssue, pointer } from "../../model/json-issue";
import { allRegions, jurisdictionOf, servedJurisdictions } from "../../model/topology";
import { isObject, unknownFields } from "../shared/body";

export const kinds = ["lookup", "request", "connect", "failover"] as const;
export type NetworkClass = "fast" | "slow" | "cellular" | "unknown";
export type Outcome = "ok" | "refused" | "failed" | "none";

/** Of few values each, and so no person: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_concepts.html#Dimension */
export interface Measured {
  kind: (typeof kinds)[number];
  /** ms since the epoch, of the whole minute. */
  minute: number;
  ms: number;
  attempts: number;
  region: string;
  jurisdiction: string;
  network: NetworkClass;
  outcome: Outcome;
}

/** The platform's words (https://wicg.github.io/netinfo/) → how fast. Others count as unknown and are kept nowhere. */
const networkClasses: Readonly<Record<string, NetworkClass>> = {
  "4g": "fast",
  ethernet: "fast",
  wifi: "fast",
  "3g": "slow",
  "2g": "slow",
  "slow-2g": "slow",
  cellular: "cellular",
  wimax: "cellular",
};

/** CloudWatch takes values from two weeks ago to two hours ahead: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
export const pastMs = 14 * 86_400_000;
export const futureMs = 2 * 3_600_000;
export const longestMs = 3_600_000;
const mostAttempts = 100;
const longestWord = 32;

type Rule = { holds: (value: unknown, now: number) => boolean; allowed: string };

const whole = (least: number, most: number, allowed = `a whole number from ${least} to ${most}`): Rule => ({
  holds: (value) => Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most,
  allowed,
});
const oneOf = (values: readonly (string | null)[]): Rule => ({
  holds: (value) => values.includes(value as string),
  allowed: values.map((value) => JSON.stringify(value)).join(", "),
});

const rules: Readonly<Record<string, Rule>> = {
  kind: oneOf(kinds),
  at: {
    holds: (value, now) => typeof value === "number" && value >= now - pastMs && value <= now + futureMs,
    allowed: "ms since the epoch, from two weeks ago to two hours ahead",
  },
  ms: whole(0, longestMs),
  region: oneOf([...allRegions(), null]),
  jurisdiction: oneOf([...servedJurisdictions(), null]),
  status: {
    holds: (value) =>
      value === 0 || (Number.isSafeInteger(value) && (value as number) >= 100 && (value as number) < 600),
    allowed: "an HTTP status, or 0 where there was no response",
  },
  attempts: whole(0, mostAttempts),
  network: {
    holds: (value) => typeof value === "string" && value.length <= longestWord,
    allowed: `what the platform calls the network, at most ${longestWord} characters, "" where it does not say`,
  },
};

/** A client's own names are repeated so far: they may say who somebody is. */
export const longestName = 32;

/** A measurement, or each field that is wrong with what is allowed. Never quotes a value: it may be somebody's name. */
export function measuredOf(value: unknown, now: number, where: string): Measured | { issues: JsonIssue[] } {
  if (!isObject(value)) {
    return { issues: [{ pointer: where, detail: "must be an object" }] };
  }
  const issues = unknownFields(value, Object.keys(rules), { where, longestName });
  for (const [name, { holds, allowed }] of Object.entries(rules)) {
    if (!holds(value[name], now)) {
      issues.push({ pointer: pointer(where, name), detail: `must be ${allowed}` });
    }
  }
  if (issues.length > 0) {
    return { issues };
  }
  const sent = value as unknown as Sent;
  return isPossible(sent) ? classify(sent) : { issues: [{ pointer: pointer(where, "region"), detail: notAtHome }] };
}

/** As `client/measure.ts` sends it. */
interface Sent {
  kind: Measured["kind"];
  at: number;
  ms: number;
  region: string | null;
  jurisdiction: string | null;
  status: number;
  attempts: number;
  network: string;
}

const notAtHome = "must be a Region of the jurisdiction, or null: only a lookup is answered elsewhere";

/** A Region that never serves a jurisdiction would be a metric of its own, and each is paid for. */
const isPossible = ({ kind, region, jurisdiction }: Sent) =>
  kind === "lookup" || region === null || jurisdiction === null || jurisdictionOf(region) === jurisdiction;

function classify({ kind, at, ms, region, jurisdiction, status, attempts, network }: Sent): Measured {
  return {
    kind,
    minute: Math.floor(at / 60_000) * 60_000,
    ms,
    attempts,
    region: region ?? "none",
    jurisdiction: jurisdiction ?? "none",
    network: Object.hasOwn(networkClasses, network) ? networkClasses[network]! : "unknown",
    outcome: kind === "failover" ? "ok" : outcomeOf(status),
  };
}

/** `none`: nobody answered. */
function outcomeOf(status: number): Outcome {
  if (status === 0) {
    return "none";
  }
  if (status < 400) {
    return "ok";
  }
  return status < 500 ? "refused" : "failed";
}
