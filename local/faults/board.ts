/** The faults that are on, and those that wait for their time. */
import type { Clock, Events } from "../context";
import { describe, placeName } from "./describe";
import { effectsOf, strikes, worst } from "./effects";
import { errorsOf } from "./fields";
import { kindsOf } from "./kinds";
import { idOf, readRequest } from "./request";
import { phaseAt } from "./schedule";
import type { Effects, Fault, FaultKind, FaultRequest, Faults, Target, World } from "./types";

interface Entry {
  fault: Fault;
  kind: FaultKind;
  /** When it was switched on. */
  addedAt: number;
}

type Listener = (change: { fault: Fault; active: boolean }) => void;

/** The same kind at the same place is one fault: adding it again changes its values and its schedule. */
export class FaultBoard implements Faults {
  readonly kinds: Readonly<Record<string, FaultKind>>;
  readonly #entries = new Map<string, Entry>();
  readonly #listeners: Listener[] = [];
  readonly #clock: Pick<Clock, "now" | "sleep">;
  readonly #events: Pick<Events, "add">;
  readonly #random: () => number;

  /** `random` draws for who asks without a draw. */
  constructor(
    clock: Pick<Clock, "now" | "sleep">,
    events: Pick<Events, "add">,
    readonly world: World,
    random: () => number = Math.random,
  ) {
    this.#clock = clock;
    this.#events = events;
    this.#random = random;
    this.kinds = kindsOf(world.services);
  }

  list(): Fault[] {
    return Array.from(this.#entries.values(), ({ fault }) => fault);
  }

  add(wanted: FaultRequest): Fault {
    const request = readRequest(wanted, this.kinds, this.world);
    const id = idOf(request);
    const now = this.#clock.now();
    const before = this.#entries.get(id)?.fault;
    const goesOn = before && !before.waiting && !request.afterMs;
    if (before && !goesOn) {
      this.remove(id);
    }
    const entry: Entry = {
      fault: { id, ...request, since: goesOn ? before.since : now, waiting: true },
      kind: this.kinds[request.kind]!,
      addedAt: now,
    };
    this.#entries.set(id, entry);
    this.#run(entry);
    return entry.fault;
  }

  remove(id: string): boolean {
    const entry = this.#entries.get(id);
    if (!entry) {
      return false;
    }
    this.#entries.delete(id);
    const { kind, waiting } = entry.fault;
    this.#say(entry, waiting ? `${kind} does not come any more` : `${kind} is over`);
    if (!waiting) {
      this.#notify(entry, false);
    }
    return true;
  }

  effects(target: Target, draw = this.#random()): Effects {
    const now = this.#clock.now();
    const all: Effects[] = [];
    for (const { fault, kind } of this.#entries.values()) {
      if (fault.waiting || !strikes(kind.scope, fault, target)) {
        continue;
      }
      all.push(effectsOf(fault, kind, now - fault.since, draw));
    }
    return worst(all, errorsOf(this.world, target.service));
  }

  isDown(region: string): boolean {
    return this.effects({ region }).silent ?? false;
  }

  delayMs(region: string): number {
    return this.effects({ region }).delayMs ?? 0;
  }

  isCutOff(region: string): boolean {
    return this.effects({ region }).cutOff ?? false;
  }

  onChange(listener: Listener): void {
    this.#listeners.push(listener);
  }

  /** Brings a fault to what its schedule says, and again when that changes, until it is over, removed or replaced. */
  #run(entry: Entry): void {
    const { id } = entry.fault;
    const elapsed = this.#clock.now() - entry.addedAt;
    const { state, began, next } = phaseAt(entry.fault, elapsed);
    if (state === "over") {
      return void this.remove(id);
    }
    this.#turn(entry, state === "on", entry.addedAt + (state === "on" ? began : next!));
    if (next === undefined) {
      return;
    }
    const again = () => {
      if (this.#entries.get(id) === entry) {
        this.#run(entry);
      }
    };
    // The clock rejects sleepers when the twin stops.
    this.#clock.sleep(next - elapsed).then(again, () => {});
  }

  #turn(entry: Entry, on: boolean, time: number): void {
    const { waiting, ...fault } = entry.fault;
    // What goes on with other values began when it first began.
    const since = time === entry.addedAt ? fault.since : time;
    entry.fault = on ? { ...fault, since } : { ...fault, since, waiting: true };
    const { kind } = fault;
    if (on) {
      this.#say(entry, `${kind}: ${describe(entry.fault, entry.kind)}`);
    } else {
      this.#say(entry, `${kind} ${waiting ? "begins" : "pauses, and begins again"} in ${time - this.#clock.now()} ms`);
    }
    if (on || !waiting) {
      this.#notify(entry, on);
    }
  }

  #say({ fault }: Entry, message: string): void {
    this.#events.add("fault", placeName(fault), message);
  }

  #notify({ fault }: Entry, active: boolean): void {
    for (const listener of this.#listeners) {
      listener({ fault, active });
    }
  }
}
