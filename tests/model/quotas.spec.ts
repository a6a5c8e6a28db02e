import assert from "node:assert/strict";
import { accountThrottle } from "../../model/quotas";
import { allRegions } from "../../model/topology";

describe("what an account may ask of API Gateway", () => {
  it("is a quarter in Calgary of what it is elsewhere", () => {
    const less = allRegions().filter((region) => accountThrottle(region).rate < 10_000);
    assert.deepEqual(less, ["ca-west-1"]);
    assert.deepEqual(accountThrottle("ca-west-1"), { rate: 2_500, burst: 1_250 });
    assert.deepEqual(accountThrottle("ca-central-1"), { rate: 10_000, burst: 5_000 });
  });
});
