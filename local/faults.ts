import { InvalidInput } from "../model/invalid-input";
import { allRegions } from "../model/topology";
import type { Clock, Events, Fault, FaultKind, Faults } from "./context";

/** Every fault that can be switched on, with what it does. */
export const faultKinds: Readonly<Record<FaultKind, string>> = {
  "region-down": "nothing in the Region answers: packets to it and from it vanish",
  "region-slow": "every answer of the Region takes `delayMs` longer (gray failure)",
  "registry-cut-off": "the Region's replica of the registry neither answers nor replicates",
};

const defaultDelayMs = 2_000;
const longestDelayMs = 60_000;

/** The faults that are on. The same kind in the same Region is one fault: adding it again changes its delay. */
export class FaultBoard implements Faults {
  readonly #faults = new Map<string, Fault>();
  readonly #listeners: ((change: { fault: Fault; active: boolean }) => void)[] = [];

  constructor(
    private readonly clock: Pick<Clock, "now">,
    private readonly events: Pick<Events, "add">,
    private readonly regions: readonly string[] = allRegions(),
  ) {}

  list(): Fault[] {
    return [...this.#faults.values()];
  }

  add(wanted: { kind: FaultKind; region: string; delayMs?: number }): Fault {
    check(wanted, this.regions);
    const { kind, region } = wanted;
    const id = `${kind}-${region}`;
    const fault: Fault = { id, kind, region, since: this.#faults.get(id)?.since ?? this.clock.now() };
    if (kind === "region-slow") fault.delayMs = wanted.delayMs ?? defaultDelayMs;
    this.#faults.set(id, fault);
    this.events.add("fault", region, `${kind}: ${faultKinds[kind].replace("`delayMs`", `${fault.delayMs} ms`)}`);
    this.#tell(fault, true);
    return fault;
  }

  remove(id: string): boolean {
    const fault = this.#faults.get(id);
    if (!fault) return false;
    this.#faults.delete(id);
    this.events.add("fault", fault.region, `${fault.kind} is over`);
    this.#tell(fault, false);
    return true;
  }

  isDown(region: string): boolean {
    return this.#faults.has(`region-down-${region}`);
  }

  delayMs(region: string): number {
    return this.#faults.get(`region-slow-${region}`)?.delayMs ?? 0;
  }

  isCutOff(region: string): boolean {
    return this.#faults.has(`registry-cut-off-${region}`);
  }

  onChange(listener: (change: { fault: Fault; active: boolean }) => void): void {
    this.#listeners.push(listener);
  }

  #tell(fault: Fault, active: boolean): void {
    for (const listener of this.#listeners) listener({ fault, active });
  }
}

/** Throws InvalidInput with all that is wrong at once. */
function check(wanted: { kind: unknown; region: unknown; delayMs?: unknown }, regions: readonly string[]): void {
  const wrong: string[] = [];
  if (!Object.hasOwn(faultKinds, String(wanted.kind))) {
    wrong.push(`fault kind is ${JSON.stringify(wanted.kind)}; use one of ${Object.keys(faultKinds).join(", ")}`);
  }
  if (!regions.includes(wanted.region as string)) {
    wrong.push(`region is ${JSON.stringify(wanted.region)}; use one of ${regions.join(", ")}`);
  }
  const { delayMs } = wanted;
  if (delayMs !== undefined && wanted.kind !== "region-slow") {
    wrong.push(`delayMs is set for ${JSON.stringify(wanted.kind)}; leave it out, only region-slow has it`);
  } else if (
    delayMs !== undefined &&
    !(typeof delayMs === "number" && Number.isFinite(delayMs) && delayMs > 0 && delayMs <= longestDelayMs)
  ) {
    wrong.push(
      `delayMs is ${JSON.stringify(delayMs)}; use a number of milliseconds above 0, at most ${longestDelayMs}`,
    );
  }
  if (wrong.length > 0) throw new InvalidInput(wrong.join("\n"));
}
