/** What faults do to a target: pure functions of faults, kinds and a draw. */
import { levelAt } from "./schedule";
import type { Effects, Fault, FaultKind, Target, Values } from "./types";

/** Whether a fault of this scope strikes a target. A fault of a Region strikes everything in it. */
export function strikes(scope: FaultKind["scope"], fault: Target, target: Target): boolean {
  switch (scope) {
    case "global":
      return true;
    case "link":
      return target.peerRegion !== undefined && linkName(fault) === linkName(target);
    case "region":
      return target.peerRegion === undefined && fault.region === target.region;
    case "service":
      return (
        fault.region === target.region &&
        fault.service === target.service &&
        (fault.resource === undefined || fault.resource === target.resource)
      );
    case "availability-zone":
      return fault.availabilityZone === target.availabilityZone && fault.region === target.region;
  }
}

/** A link has no direction. */
export function linkName({ region = "", peerRegion = "" }: Target): string {
  return [region, peerRegion].toSorted().join("-");
}

/** What one fault does to a request with this draw, `onMs` after the fault began. Nothing where the draw is not in its share. */
export function effectsOf(fault: Fault, kind: FaultKind, onMs: number, draw: number): Effects {
  const values = { ...fault } as Required<Values>;
  const { grows } = kind;
  if (grows) {
    values[grows] *= levelAt(fault, onMs);
  }
  if (kind.takes.includes("share") && draw >= values.share) {
    return {};
  }
  return kind.effects(values);
}

/** Everything that a kind can do, whatever its values. */
const allEffects = (kind: FaultKind) => kind.effects({ share: 1, delayMs: 1, error: "", skewMs: 1, keepMs: 1 });

/** Whether it leaves nothing of a Region that could answer, whatever health checks say so far. */
export const isDark = (kind: FaultKind): boolean =>
  kind.scope === "region" && !kind.takes.includes("share") && allEffects(kind).silent === true;

/** Whether more than the registry feels it: lookups feel that, no health check and no request with data does. */
export const touchesData = (kind: FaultKind): boolean =>
  Object.keys(allEffects(kind)).some((name) => name !== "cutOff");

/** The worst of several effects. `errors` are the service's, the worst first. */
export function worst(all: readonly Effects[], errors: readonly string[] = []): Effects {
  const found: Record<string, Effects[keyof Effects]> = {};
  for (const effects of all) {
    for (const [name, value] of Object.entries(effects)) {
      const before = found[name];
      if (before === undefined || isWorse(value, before, errors)) {
        found[name] = value;
      }
    }
  }
  return found;
}

/** Farther from nothing is worse; of two as far the greater, so that the order of faults does not matter. */
function isWorse(value: unknown, than: unknown, errors: readonly string[]): boolean {
  if (typeof value === "number" && typeof than === "number") {
    return Math.abs(value) > Math.abs(than) || (value === -than && value > 0);
  }
  const [rank, other] = [value, than].map((error) => errors.indexOf(String(error))) as [number, number];
  return rank === other ? String(value) < String(than) : rank < other;
}
