/** Clock, faults, events, ledger and places without a twin behind them. */
import { jurisdictionOf } from "../../infra/topology";
import type { Clock, Events, Fault, Faults, Hop, Ledger, Network, Place, Trace, TwinEvent } from "../../local/context";
import { InvalidInput } from "../../local/context";
import { cityPlaces } from "../../local/data/cities";
import { edgePlaces } from "../../local/data/edges";
import { regionPlaces } from "../../local/data/regions";

export function fakeClock(speed: number): Clock & { stop(): void } {
  const start = Date.now();
  const timers = new Set<NodeJS.Timeout>();
  const real = (ms: number) => ms / speed;
  return {
    speed,
    real,
    now: () => Math.round(start + (Date.now() - start) * speed),
    sleep: (ms) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          timers.delete(timer);
          resolve();
        }, real(ms));
        timers.add(timer);
      }),
    every(ms, run) {
      let busy = false;
      const timer = setInterval(async () => {
        if (busy) return;
        busy = true;
        await run();
        busy = false;
      }, real(ms));
      timers.add(timer);
      return () => clearInterval(timer);
    },
    stop() {
      for (const timer of timers) clearInterval(timer);
    },
  };
}

export function fakeFaults(clock: Clock): Faults {
  const list: Fault[] = [];
  const listeners: Parameters<Faults["onChange"]>[0][] = [];
  const tell = (fault: Fault, active: boolean) => {
    for (const listener of listeners) listener({ fault, active });
  };
  const has = (kind: string, region: string) => list.some((fault) => fault.kind === kind && fault.region === region);
  let last = 0;
  return {
    list: () => [...list],
    add(input) {
      if (!jurisdictionOf(input.region)) throw new InvalidInput(`Region "${input.region}" is not in this twin`);
      const fault = { ...input, id: `f${++last}`, since: clock.now() };
      list.push(fault);
      tell(fault, true);
      return fault;
    },
    remove(id) {
      const index = list.findIndex((fault) => fault.id === id);
      if (index < 0) return false;
      tell(list.splice(index, 1)[0]!, false);
      return true;
    },
    isDown: (region) => has("region-down", region),
    delayMs: (region) => list.find((fault) => fault.kind === "region-slow" && fault.region === region)?.delayMs ?? 0,
    isCutOff: (region) => has("registry-cut-off", region),
    onChange: (listener) => listeners.push(listener),
  };
}

export function fakeEvents(clock: Clock): Events {
  const list: TwinEvent[] = [];
  const listeners: ((event: TwinEvent) => void)[] = [];
  return {
    add(kind, subject, message) {
      const event = { at: clock.now(), kind, subject, message };
      list.push(event);
      for (const listener of listeners) listener(event);
    },
    list: (since = 0) => list.filter((event) => event.at > since),
    onEvent: (listener) => listeners.push(listener),
  };
}

export function fakeLedger(clock: Clock): Ledger {
  const traces = new Map<string, Trace>();
  const listeners: ((hop: Hop) => void)[] = [];
  let last = 0;
  return {
    open(from) {
      const id = `t${++last}`;
      traces.set(id, { id, at: clock.now(), from, organization: null, home: null, hops: [] });
      return id;
    },
    hop(input) {
      const jurisdiction = input.region === null ? null : (jurisdictionOf(input.region) ?? null);
      const hop = { ...input, at: input.at ?? clock.now() - input.ms, jurisdiction };
      traces.get(hop.trace)?.hops.push(hop);
      for (const listener of listeners) listener(hop);
    },
    about(id, organization, home) {
      Object.assign(traces.get(id) ?? {}, { organization, home });
    },
    trace: (id) => traces.get(id),
    list: ({ limit = 100, organization } = {}) =>
      [...traces.values()]
        .filter((trace) => organization === undefined || trace.organization === organization)
        .reverse()
        .slice(0, limit),
    crossings: () =>
      [...traces.values()].flatMap((trace) =>
        trace.hops
          .filter((hop) => hop.dataClass === "personal" && hop.region !== null && hop.jurisdiction !== trace.home)
          .map((hop) => ({ trace, hop })),
      ),
    onHop: (listener) => listeners.push(listener),
  };
}

/** Places only: nothing connects. */
export function fakeNetwork(): Network {
  const places: Place[] = [...cityPlaces, ...regionPlaces, ...edgePlaces];
  const missing = () => {
    throw new Error("the fake network has no connections");
  };
  return {
    serve: missing,
    connect: missing,
    callerOf: () => undefined,
    roundTripMs: (a, b) => 5 + Math.hypot(a.latitude - b.latitude, a.longitude - b.longitude),
    place(name) {
      const place = places.find((one) => one.name === name);
      if (!place)
        throw new InvalidInput(`place "${name}" is unknown; there are ${places.map((one) => one.name).join(", ")}`);
      return place;
    },
    places: () => places,
    clientIp: () => "192.0.2.1",
    placeOfIp: () => undefined,
    publish: () => {},
    addressesOf: () => undefined,
    endpoints: () => [],
  };
}
