import { unknown } from "../../../policies/shared/values";
import type { Cases, Judged } from "./cases";
import { make } from "./scene";

/** Properties that must have one of some values: one resource for each way to go wrong. */
export function wanted(
  type: string,
  good: Record<string, unknown>,
  bad: readonly Record<string, unknown>[],
  required: readonly string[],
): Cases {
  const without = (key: string) =>
    make(type, Object.fromEntries(Object.entries(good).filter(([name]) => name !== key)));
  return {
    compliant: [[make(type, good)]],
    violating: bad.map((props) => [make(type, { ...good, ...props })]),
    absent: { found: required.map((key): Judged => [without(key)]) },
    unknown: { found: required.map((key): Judged => [make(type, { ...good, [key]: unknown })]) },
  };
}

/** Several types under one rule. */
export const joined = (...all: Cases[]): Cases => ({
  compliant: all.flatMap((cases) => cases.compliant),
  violating: all.flatMap((cases) => cases.violating),
  absent: {
    found: all.flatMap((cases) => cases.absent.found ?? []),
    passed: all.flatMap((cases) => cases.absent.passed ?? []),
  },
  unknown: {
    found: all.flatMap((cases) => cases.unknown.found ?? []),
    passed: all.flatMap((cases) => cases.unknown.passed ?? []),
    deferred: all.flatMap((cases) => cases.unknown.deferred ?? []),
  },
});
