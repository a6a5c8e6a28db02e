/** What a drill's log comes to. Pure. Missing data, an empty target and a step that was left out are failures. */
import type { Drill, Objectives } from "../drills/types";
import type { Tick } from "./tick";

export interface Log {
  ticks: readonly Tick[];
  /** ms: when the first fault began, when the last one ended, when watching ended. */
  faultAt: number;
  clearedAt: number;
  endedAt: number;
  /** Regions that may serve the jurisdiction. */
  regions: readonly string[];
  /** Hops of personal data outside of its home, as the ledger has it. */
  crossings: number;
  /** Whether the host kept up with the clock, so that times can be believed. */
  credible: boolean;
}

export interface Check {
  name: string;
  found: string;
  wanted: string;
  ok: boolean;
}

export interface Measured {
  /** Client → seconds to lasting success; 0 where it never failed, null where it was not served lastingly. */
  rtoSeconds: Record<string, number | null>;
  lostRows: number;
  lostSeconds: number;
  unknownWrites: number;
}

export interface Verdict {
  passed: boolean;
  checks: readonly Check[];
  measured: Measured;
}

/** Each client turns every two seconds, and slower where it waits: none in a minute is missing data. */
const longestSilenceMs = 60_000;
/** Whoever has asked before may still wait for an answer. */
const graceMs = 30_000;

export function judge({ expect, objectives }: Pick<Drill, "expect" | "objectives">, log: Log): Verdict {
  const measured = measure(log, expect === "refused" ? log.clearedAt : log.faultAt);
  const checks = [
    watched(log),
    felt(expect, log),
    ...Object.entries(measured.rtoSeconds).map(([client, seconds]) => rto(client, seconds, objectives)),
    atMost(
      "acknowledged writes that were not there when people were served again",
      measured.lostRows,
      objectives.rpoRows,
    ),
    atMost("seconds that they went back", measured.lostSeconds, objectives.rpoSeconds),
    kept(log),
    servedAtHome(log),
    check("personal data outside of its home", String(log.crossings), "0", log.crossings === 0),
    check("the host kept up", log.credible ? "yes" : "no", "yes", log.credible),
    ...(expect === "refused" ? [refused(log)] : []),
    ...(expect === "unnoticed" ? [] : [returned(log)]),
  ];
  return { passed: checks.every(({ ok }) => ok), checks, measured };
}

const check = (name: string, found: string, wanted: string, ok: boolean): Check => ({ name, found, wanted, ok });

const atMost = (name: string, found: number, limit: number): Check =>
  check(name, String(found), `≤ ${limit}`, found <= limit);

function rto(client: string, seconds: number | null, { rtoSeconds }: Objectives): Check {
  const found = seconds === null ? "never" : `${seconds} s`;
  return check(
    `${client}: served again, lastingly`,
    found,
    `≤ ${rtoSeconds} s`,
    seconds !== null && seconds <= rtoSeconds,
  );
}

export const clientsOf = (ticks: readonly Tick[]): [client: string, ticks: Tick[]][] => [
  ...Map.groupBy(ticks, ({ client }) => client),
];

/** Nobody may have looked away: not before, not meanwhile, not at the end. */
function watched({ ticks, faultAt, endedAt }: Log): Check {
  const clients = clientsOf(ticks);
  const silences = clients.map(([, own]) => {
    const before = own.filter(({ ok, ended }) => ok && ended < faultAt).length;
    const times = [faultAt, ...own.map(({ ended }) => ended).filter((at) => at > faultAt), endedAt].sort(
      (a, b) => a - b,
    );
    return before === 0 ? Number.POSITIVE_INFINITY : Math.max(...times.slice(1).map((at, index) => at - times[index]!));
  });
  const places = new Set(ticks.map(({ place }) => place)).size;
  const longest = silences.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...silences);
  const found = Number.isFinite(longest)
    ? `${clients.length} clients in ${places} places, ${Math.round(longest / 1000)} s without any`
    : "a client that was never served before the fault, or none";
  const ok = longest <= longestSilenceMs && places >= 2 && clients.length >= 4;
  return check(
    "clients were watched all the time",
    found,
    `4 clients in 2 places, ≤ ${longestSilenceMs / 1000} s without any`,
    ok,
  );
}

/** A fault that nobody meets shows nothing. One that nobody should notice is met by the system, not by clients. */
function felt(expect: Drill["expect"], { ticks, faultAt }: Log): Check {
  const after = ticks.filter(({ ended }) => ended > faultAt);
  const failed = after.filter(({ ok }) => !ok).length;
  const home = new Set(ticks.filter(({ ok, ended }) => ok && ended < faultAt).map(({ region }) => region));
  const moved = after.filter(({ ok, region }) => ok && !home.has(region)).length;
  const found = `${failed} of ${after.length} turns failed, ${moved} were served elsewhere`;
  return expect === "unnoticed"
    ? check("nobody noticed", found, "0 and 0", failed === 0 && moved === 0)
    : check("the fault was felt", found, "> 0 failed", failed > 0);
}

/** What was acknowledged last is there at the end. */
function kept({ ticks }: Log): Check {
  const missing = clientsOf(ticks).filter(([, own]) => {
    const final = own.findLastIndex(({ read }) => read !== null);
    const last = own.slice(0, Math.max(0, final)).findLast(({ write }) => write === "acknowledged");
    return last !== undefined && own[final]!.read! < last.wrote!;
  });
  return check(
    "clients whose last acknowledged write is gone at the end",
    String(missing.length),
    "0",
    missing.length === 0,
  );
}

function servedAtHome({ ticks, regions }: Log): Check {
  const abroad = new Set(ticks.flatMap(({ region }) => (region !== null && !regions.includes(region) ? [region] : [])));
  const found = [...abroad].join(", ") || "none";
  return check("Regions outside of the jurisdiction that served", found, "none", abroad.size === 0);
}

function refused({ ticks, faultAt, clearedAt }: Log): Check {
  const served = ticks.filter(({ ok, began, ended }) => ok && began > faultAt + graceMs && ended < clearedAt).length;
  return check("turns that were served while nobody may serve them", String(served), "0", served === 0);
}

/** Whoever resolves the name anew is served where it was before the fault. */
function returned({ ticks, faultAt }: Log): Check {
  const away = clientsOf(ticks).filter(([, own]) => {
    const before = own.find(({ ok, ended }) => ok && ended < faultAt)?.region;
    return own.at(-1)?.connection === "new" && own.findLast(({ ok }) => ok)?.region !== before;
  });
  return check(
    "new connections that are still served elsewhere at the end",
    String(away.length),
    "0",
    away.length === 0,
  );
}

function measure({ ticks }: Log, from: number): Measured {
  const clients = clientsOf(ticks);
  const losses = clients.map(([, own]) => lossOf(own));
  return {
    rtoSeconds: Object.fromEntries(clients.map(([client, own]) => [client, lastingSuccess(own, from)])),
    lostRows: Math.max(0, ...losses.map(({ rows }) => rows)),
    lostSeconds: Math.max(0, ...losses.map(({ seconds }) => seconds)),
    unknownWrites: ticks.filter(({ write }) => write === "unknown").length,
  };
}

/** From `from` to the end of the first success after which nothing fails any more. */
function lastingSuccess(ticks: readonly Tick[], from: number): number | null {
  const after = ticks.filter(({ ended }) => ended > from);
  const lastFailure = after.findLastIndex(({ ok }) => !ok);
  if (lastFailure === -1) {
    return after.length > 0 ? 0 : null;
  }
  const first = after[lastFailure + 1];
  return first ? Math.round((first.ended - from) / 100) / 10 : null;
}

/** Of each read: how many writes that were acknowledged before it began it does not show. */
function lossOf(ticks: readonly Tick[]): { rows: number; seconds: number } {
  const loss = { rows: 0, seconds: 0 };
  const acknowledged: Tick[] = [];
  for (const tick of ticks) {
    const last = acknowledged.at(-1);
    if (tick.read !== null && last && tick.read < last.wrote!) {
      const missing = acknowledged.filter(({ wrote }) => wrote! > tick.read!);
      const present = acknowledged.findLast(({ wrote }) => wrote! <= tick.read!);
      loss.rows = Math.max(loss.rows, missing.length);
      loss.seconds = Math.max(
        loss.seconds,
        Math.round((last.ended - (present?.ended ?? missing[0]!.began)) / 100) / 10,
      );
    }
    if (tick.write === "acknowledged") {
      acknowledged.push(tick);
    }
  }
  return loss;
}
