import assert from "node:assert/strict";
import { globalStack, regionStacks } from "../../../model/topology";
import { destroyOrder, goBefore } from "../../../ops/destroy/order";

describe("the order in which stacks go", () => {
  it("is standbys before their primaries, and all before the global stack", () => {
    assert.deepEqual(goBefore("ca"), ["ca-west"]);
    assert.deepEqual(goBefore("us"), ["us-west"]);
    assert.deepEqual(goBefore("ca-west"), []);
    assert.deepEqual(goBefore(globalStack), Object.keys(regionStacks));
    assert.deepEqual(goBefore("mars"), []);
  });

  it("names every stack once, each after those that go before it", () => {
    const order = destroyOrder();
    assert.deepEqual([...order].sort(), [globalStack, ...Object.keys(regionStacks)].sort());
    for (const [index, stack] of order.entries()) {
      assert.deepEqual(
        goBefore(stack).filter((other) => !order.slice(0, index).includes(other)),
        [],
        stack,
      );
    }
  });
});
