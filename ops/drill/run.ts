/** Carries a drill out: everything well, the faults, everything well again. Whatever ends it, the faults are taken back. */
import { type Drill, faultSeconds, type Pair } from "../drills/types";
import { watch } from "./client";
import { judge, type Log, type Verdict } from "./judge";
import type { TwinTarget } from "./target";
import type { Tick } from "./tick";

/** Twin seconds in which every client must have been served before anything is broken. */
const steadySeconds = 30;
/** Real ms: people stay at a standby for minutes after the drill before. */
const readyMs = 300_000;
const placesOf: Readonly<Record<string, readonly [string, string]>> = {
  CA: ["Toronto", "Vancouver"],
  US: ["Chicago", "San Francisco"],
};

export interface Carried {
  drill: Drill;
  pair: Pair;
  log: Log;
  verdict: Verdict;
  controls: readonly { name: string; ok: boolean }[];
  incidents: Awaited<ReturnType<TwinTarget["incidents"]>>;
  events: Awaited<ReturnType<TwinTarget["events"]>>;
}

/** `say` hears how far it is. Rejects with the signal's reason where that is aborted. */
export async function carryOut(
  target: TwinTarget,
  drill: Drill,
  pair: Pair,
  say: (text: string) => void,
  signal: AbortSignal,
): Promise<Carried> {
  const places = placesOf[pair.jurisdiction] ?? [...target.proxies.keys()].slice(0, 2);
  const began = target.now();
  const crossingsBefore = await target.crossings();
  const ticks: Tick[] = [];
  const ending = new AbortController();
  const clients: Promise<void>[] = [];
  const faults: string[] = [];
  try {
    say("waiting until both Regions are healthy and the primary is answered");
    await target.ready(pair, readyMs, signal);
    say("people sign in");
    for (const place of places) {
      for (const connection of ["new", "kept"] as const) {
        const device = target.device(place, false);
        const token = await target.signIn(device, pair).finally(() => device.close());
        const options = { place, connection, jurisdiction: pair.jurisdiction, token };
        clients.push(watch(target, options, (tick) => ticks.push(tick), ending.signal));
      }
    }
    say(`everything is well for ${steadySeconds} s`);
    await target.sleep(steadySeconds * 1000, signal);
    const planned = drill.faults(pair);
    const faultAt = target.now();
    for (const { afterSeconds, forSeconds, fault } of planned) {
      const times = { ...(afterSeconds > 0 && { afterMs: afterSeconds * 1000 }), durationMs: forSeconds * 1000 };
      faults.push(await target.begin({ ...fault, ...times }));
    }
    const broken = faultSeconds(planned);
    say(`broken for ${broken} s: ${planned.map(({ fault }) => describe(fault)).join("; ")}`);
    await target.sleep(broken * 1000, signal);
    const clearedAt = target.now();
    say(`everything must be well again for ${drill.settleSeconds} s`);
    await target.sleep(drill.settleSeconds * 1000, signal);
    const endedAt = target.now();
    ending.abort();
    await Promise.all(clients);
    const incidents = await target.incidents(began);
    const log: Log = {
      ticks,
      faultAt,
      clearedAt,
      endedAt,
      regions: [pair.primary, pair.standby],
      crossings: (await target.crossings()) - crossingsBefore,
      credible: incidents.every(({ credible }) => credible),
    };
    return {
      drill,
      pair,
      log,
      verdict: judge(drill, log),
      controls: controls(drill, log),
      incidents,
      events: await target.events(began),
    };
  } finally {
    ending.abort();
    await Promise.all(faults.map((id) => target.end(id).catch(() => {})));
    await Promise.all(clients);
  }
}

const describe = ({ kind, ...values }: { kind: string }) => `${kind} ${Object.values(values).join(" ")}`;

/** The same log with what a drill is worth taken away: each of these verdicts must be as told. */
export function controls(drill: Drill, log: Log): { name: string; ok: boolean }[] {
  const steady: Log = {
    ...log,
    ticks: log.ticks.filter(({ ended }) => ended <= log.faultAt),
    faultAt: Math.min(...log.ticks.map(({ ended }) => ended)) + 1000,
    endedAt: log.faultAt,
  };
  const { rtoSeconds, lostRows } = judge({ expect: "unnoticed", objectives: drill.objectives }, steady).measured;
  return [
    { name: "without any turn of a client it fails", ok: !judge(drill, { ...log, ticks: [] }).passed },
    {
      name: "before the fault nothing was lost and nobody was refused",
      ok: lostRows === 0 && Object.values(rtoSeconds).every((seconds) => seconds === 0),
    },
  ];
}
