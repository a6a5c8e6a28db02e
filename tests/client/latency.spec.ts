import assert from "node:assert/strict";
import { createBudget } from "../../client/latency";

describe("client budget", () => {
  it("spends its last whole token and no part of one, and earns up to its most", () => {
    const budget = createBudget(0.5, 2);
    const spend = (times: number) => Array.from({ length: times }, () => budget.spend());
    assert.deepEqual(spend(3), [true, true, false]);
    budget.earn();
    assert.deepEqual(spend(1), [false]);
    budget.earn();
    assert.deepEqual(spend(2), [true, false]);
    for (let call = 0; call < 9; call++) {
      budget.earn();
    }
    assert.deepEqual(spend(3), [true, true, false]);
  });
});
