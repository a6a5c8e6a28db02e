import assert from "node:assert/strict";
import { endpointsOf } from "../../../functions/shared/endpoints";

describe("endpoints of a jurisdiction", () => {
  it("are its own, the primary's by the jurisdiction's name, the standby's by its Region's", () =>
    assert.deepEqual(endpointsOf("US", "own.test"), [
      {
        region: "us-east-1",
        role: "primary",
        api: "https://us.api.own.test",
        websocket: "wss://us.ws.own.test",
      },
      {
        region: "us-west-2",
        role: "standby",
        api: "https://us-west-2.us.api.own.test",
        websocket: "wss://us-west-2.us.ws.own.test",
      },
    ]));

  it("are kept for each jurisdiction and domain apart, and are nobody's to change", () => {
    const first = endpointsOf("CA", "one.test");
    first.pop();
    assert.equal(endpointsOf("CA", "one.test").length, 2);
    assert.match(endpointsOf("CA", "two.test")[0]!.api, /two\.test$/);
    assert.match(endpointsOf("US", "one.test")[0]!.api, /us\.api/);
  });
});
