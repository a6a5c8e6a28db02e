/** The limits of every value that is a number: the last that is taken, and the first that is not. */
import assert from "node:assert/strict";
import { InvalidFault } from "../../../local/faults/request";
import type { Fault, FaultRequest } from "../../../local/faults/types";
import { faultBoard } from "../../support/fault-board";
import { ManualClock } from "../../support/manual-clock";

const region = "us-east-1";
const service = "dynamodb";
const days = (count: number) => count * 86_400_000;
const repeated = { kind: "region-down", region, durationMs: 10, everyMs: 11 };

const limits: [field: keyof Fault, request: FaultRequest, taken: number[], refused: unknown[]][] = [
  ["share", { kind: "service-slow", region, service }, [0.001, 1], [0, 1.001, 2]],
  ["delayMs", { kind: "region-slow", region }, [1, 60_000], [0, 60_001]],
  ["skewMs", { kind: "clock-skew", region }, [-days(1), -1, 1, days(1)], [-days(1) - 1, 0, days(1) + 1]],
  ["keepMs", { kind: "resolvers-ignore-ttl" }, [1, days(30)], [0, days(30) + 1]],
  ["afterMs", { kind: "region-down", region }, [1, days(30)], [0, days(30) + 1]],
  ["durationMs", { kind: "region-down", region }, [1, days(30)], [0, days(30) + 1]],
  ["everyMs", { kind: "region-down", region, durationMs: 10 }, [11, days(30)], [10, days(30) + 1]],
  ["times", repeated, [1, 10_000], [0, 1.5, 10_001]],
  ["rampMs", { kind: "region-slow", region }, [1, days(30)], [0, days(30) + 1]],
];

describe("a number of a fault", () => {
  const add = (request: object) => faultBoard(new ManualClock(0), { add() {} }).add(request as FaultRequest);

  for (const [field, request, taken, refused] of limits) {
    it(`that is ${field} may be ${taken.join(" and ")}`, () => {
      for (const value of taken) {
        assert.equal(add({ ...request, [field]: value })[field], value);
      }
    });

    it(`refuses ${refused.join(" and ")} for ${field}, and what is no number`, () => {
      for (const value of [...refused, Number.NaN, Number.POSITIVE_INFINITY, `${taken[0]}`]) {
        assert.throws(
          () => add({ ...request, [field]: value }),
          (error: Error) => error instanceof InvalidFault && error.violations.some((found) => found.field === field),
          `${value}`,
        );
      }
    });
  }
});
