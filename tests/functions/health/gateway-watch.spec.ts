import assert from "node:assert/strict";
import {
  GatewayWatch,
  gatewayFlawSeconds,
  gatewaySeconds,
  gatewaySilentSeconds,
} from "../../../functions/health/gateway-watch";
import { logged } from "../support/handler";

function world(...regions: string[]) {
  const all = { now: 0, flaws: {} as Record<string, string | undefined>, looks: [] as string[], silent: false };
  const watch = new GatewayWatch(
    regions.map((region) => ({
      region,
      async look() {
        all.looks.push(region);
        return { answered: !all.silent, flaw: all.silent ? undefined : all.flaws[region] };
      },
    })),
    () => all.now,
  );
  const later = async (seconds: number) => {
    all.now += seconds * 1000;
    return watch.flawed();
  };
  return { all, watch, later };
}

describe("the watch of siblings' gateways", () => {
  it("looks every ten seconds, once for all who ask", async () => {
    const { all, watch, later } = world("ca-west-1");
    assert.deepEqual(await Promise.all([watch.flawed(), watch.flawed()]), [[], []]);
    await later(9.999);
    assert.deepEqual(all.looks, ["ca-west-1"]);
    await later(0.001);
    assert.deepEqual(all.looks, ["ca-west-1", "ca-west-1"]);
    assert.equal(gatewaySeconds, 10);
  });

  it("tells a flaw that it sees twice in a row, looks sooner meanwhile, and logs it once", async () => {
    const { all, later } = world("ca-west-1");
    all.flaws = { "ca-west-1": "CERT_HAS_EXPIRED" };
    const { log } = await logged(async () => {
      assert.deepEqual([await later(0), await later(4.999)], [[], []]);
      assert.deepEqual(
        [await later(0.001), await later(5), await later(5)],
        [["ca-west-1"], ["ca-west-1"], ["ca-west-1"]],
      );
    });
    assert.equal(all.looks.length, 4);
    assert.equal(gatewayFlawSeconds, 5);
    assert.deepEqual(
      log.map(({ level, message }) => [level, message]),
      [["WARN", "users would meet CERT_HAS_EXPIRED at ca-west-1: health checkers are told to leave it"]],
    );
    all.flaws = {};
    assert.deepEqual(await later(5), []);
    all.flaws = { "ca-west-1": "http-403" };
    assert.deepEqual(await later(10), [], "counted anew");
  });

  it("looks at one that does not answer ever less, every minute at least, and goes on with what it knew of it", async () => {
    const { all, later } = world("ca-west-1");
    all.silent = true;
    await later(0);
    for (const [index, seconds] of [10, 20, 40, 60, 60].entries()) {
      assert.deepEqual([await later(seconds - 0.001), all.looks.length], [[], index + 1]);
      assert.deepEqual([await later(0.001), all.looks.length], [[], index + 2]);
    }
    assert.equal(gatewaySilentSeconds, 60);
    all.silent = false;
    all.flaws = { "ca-west-1": "CERT_HAS_EXPIRED" };
    const { log } = await logged(async () => {
      await later(60);
      assert.deepEqual(await later(5), ["ca-west-1"]);
      all.silent = true;
      assert.deepEqual([await later(5), await later(5), all.looks.length], [["ca-west-1"], ["ca-west-1"], 10]);
    });
    assert.equal(log.length, 1);
    all.silent = false;
    all.flaws = {};
    assert.deepEqual(await later(5), []);
  });

  it("tells nothing of a flaw that comes and goes, and each sibling apart", async () => {
    const { all, later } = world("a", "b");
    all.flaws = { a: "http-403" };
    await later(0);
    all.flaws = { b: "http-403" };
    assert.deepEqual(await later(5), []);
    assert.deepEqual((await logged(async () => assert.deepEqual(await later(5), ["b"]))).log.length, 1);
  });
});
