import assert from "node:assert/strict";
import { evaluate, type Point } from "../../../local/cloudwatch/metric-math";

describe("metric math", () => {
  const points: Record<string, () => Point> = { a: () => 6, b: () => 3, none: () => undefined };

  for (const [expression, value] of [
    ["a", 6],
    ["a + b * 2", 12],
    ["(a - b) / b", 1],
    ["a / (b - 3)", undefined],
    ["a + none", undefined],
    ["FILL(none, 0) + a", 6],
    ["FILL(a, 0)", 6],
    ["FILL(none, 2)", 2],
    ["FILL(none, none)", undefined],
    ["IF(a >= 5, b / a, 0)", 0.5],
    ["IF(a < 5, b / a, 0)", 0],
    ["IF(none > 1, 1, 0)", undefined],
    ["a > b", 1],
    ["a <= b", 0],
    ["a == 6", 1],
    ["a != 6", 0],
  ] as const) {
    it(`takes ${expression} for ${value === undefined ? "no data" : value}`, () => {
      assert.equal(evaluate(expression, points), value);
    });
  }

  for (const [expression, message] of [
    ["SEARCH(a)", /function SEARCH is not supported/],
    ["a ^ b", /operator \^ is not supported/],
    ["c + 1", /there is no metric "c"/],
    ["[a, b]", /ArrayExpression is not supported/],
  ] as const) {
    it(`refuses ${expression}, which means something else to CloudWatch`, () => {
      assert.throws(() => evaluate(expression, points), { name: "SyntaxError", message });
    });
  }
});
