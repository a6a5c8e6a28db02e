import assert from "node:assert/strict";
import { KeptItems } from "../../../functions/shared/kept-items";

describe("items that are kept", () => {
  it("come in the order of their keys, with undefined for those that are not there", async () => {
    const getItem = async (_: string, { pk }: Record<string, unknown>) => (pk === "b" ? { pk } : undefined);
    const kept = new KeptItems({ getItem }, "orders", ["a", "b"], () => 0);
    const items = await kept.items();
    assert.deepEqual(items, [undefined, { pk: "b" }]);
    assert.equal(kept.items(), items, "the very same, at once");
  });
});
