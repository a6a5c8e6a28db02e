import assert from "node:assert/strict";
import { check } from "../../../functions/health/checks";
import { health } from "../../../functions/health/service";
import { TableRefused, TableUnavailable } from "../../../functions/shared/errors";
import { request } from "../support/requests";

const here = { region: "ca-central-1", jurisdiction: "CA", dependencies: [] };

describe("checks of dependencies", () => {
  it("say how long each took, in whole milliseconds, and why it failed", async () => {
    let now = 1000;
    const failing = (name: string, error: unknown) => ({ name, read: () => Promise.reject(error) });
    const took = {
      name: "slow",
      read: async () => {
        now += 12.6;
      },
    };
    assert.deepEqual(await check([took], () => now), [{ name: "slow", status: "ok", ms: 13 }]);
    const results = await check(
      [
        failing("a", new TableRefused("AccessDeniedException", "no")),
        failing("b", new TableUnavailable("no")),
        failing("c", new RangeError("no")),
      ],
      () => now,
    );
    assert.deepEqual(results, [
      { name: "a", status: "failed", ms: 0, code: "AccessDeniedException" },
      { name: "b", status: "failed", ms: 0, code: "table-unavailable" },
      { name: "c", status: "failed", ms: 0, code: "internal-error" },
    ]);
  });

  it("are asked all at once", async () => {
    const order: string[] = [];
    const named = (name: string) => ({
      name,
      read: async () => {
        order.push(`${name} begins`);
        await Promise.resolve();
        order.push(`${name} ends`);
      },
    });
    await check([named("a"), named("b")]);
    assert.deepEqual(order, ["a begins", "b begins", "a ends", "b ends"]);
  });

  it("are not made by another method, which is told those that are", async () => {
    const { response, route } = await health(request("PUT", "/healthz/deep"), here);
    assert.deepEqual([response.status, response.headers.allow, route], [405, "GET, HEAD", "/healthz/deep"]);
    assert.equal(JSON.parse(response.body).detail, "PUT is not allowed here; GET, HEAD are.");
    assert.equal((await health(request("HEAD", "/healthz"), here)).response.status, 200);
  });

  it("are at two paths, which whoever asks another is told", async () => {
    const { response } = await health(request("GET", "/health"), here);
    assert.equal(JSON.parse(response.body).detail, "Valid paths: /healthz, /healthz/deep.");
  });

  it("that are none are no failure", async () => {
    const { response } = await health(request("GET", "/healthz/deep"), here);
    assert.deepEqual(
      [response.status, JSON.parse(response.body)],
      [200, { status: "ok", region: "ca-central-1", jurisdiction: "CA", dependencies: [] }],
    );
  });
});
