import assert from "node:assert/strict";
import { Judge } from "../../../functions/health/judge";
import { type Health, health } from "../../../functions/health/service";
import type { Evacuated } from "../../../functions/shared/evacuations";
import { nobodyEvacuated } from "../support/evacuations";
import { request } from "../support/requests";

const context: Health = {
  region: "ca-west-1",
  jurisdiction: "CA",
  judge: new Judge([]),
  evacuations: nobodyEvacuated,
  siblings: ["ca-central-1"],
  holds: undefined,
  gateways: undefined,
};
const get = async (path: string, more: Partial<Health> = {}) => {
  const { response } = await health(request("GET", path), { ...context, ...more });
  return { status: response.status, body: JSON.parse(response.body) };
};
const evacuated = (...regions: string[]) => ({
  evacuations: { evacuated: async (): Promise<Evacuated> => new Set(regions) },
});
const place = { region: "ca-west-1", jurisdiction: "CA" };

describe("health", () => {
  it("is answered at three paths, which whoever asks another is told", async () => {
    const { status, body } = await get("/health");
    assert.deepEqual([status, body.detail], [404, "Valid paths: /livez, /healthz, /siblings."]);
    assert.equal((await get("/healthz/deep")).status, 404);
  });

  for (const path of ["/livez", "/healthz", "/siblings"]) {
    it(`is told at ${path} to GET and HEAD, and never kept`, async () => {
      const { response, route } = await health(request("PUT", path), context);
      assert.deepEqual([response.status, response.headers.allow, route], [405, "GET, HEAD", path]);
      assert.equal(JSON.parse(response.body).detail, "PUT is not allowed here; GET, HEAD are.");
      const head = await health(request("HEAD", path), context);
      assert.deepEqual([head.response.status, head.response.headers["cache-control"]], [200, "no-store"]);
    });
  }

  it("says of a sibling that it is to be left while it is evacuated, and nothing otherwise", async () => {
    const statements = async (more?: Partial<Health>) => (await get("/siblings", more)).body.statements;
    assert.deepEqual(await get("/siblings", evacuated("ca-central-1", "ca-west-1")), {
      status: 200,
      body: { ...place, statements: ["leave ca-central-1"] },
    });
    assert.deepEqual(await statements(), []);
    assert.deepEqual(await statements(evacuated("ca-west-1")), [], "of itself it speaks at /healthz");
    assert.deepEqual(await statements({ evacuations: { evacuated: () => undefined } }), [], "it knows nothing");
    assert.deepEqual(await statements({ evacuations: undefined }), []);
  });

  it("says it of a sibling that is held, unless it is to serve nothing itself", async () => {
    const holds = { held: async () => ["ca-central-1"] };
    const statements = async (more: Partial<Health>) => (await get("/siblings", { holds, ...more })).body.statements;
    assert.deepEqual(await statements({}), ["leave ca-central-1"]);
    assert.deepEqual(await statements(evacuated("ca-central-1")), ["leave ca-central-1"], "once");
    assert.deepEqual(await statements(evacuated("ca-west-1")), []);
    assert.deepEqual(await statements(evacuated("ca-west-1", "ca-central-1")), ["leave ca-central-1"], "by its order");
    assert.equal(
      (await get("/healthz", { holds })).status,
      200,
      "it is told to health checkers, and changes nothing here",
    );
  });

  it("says it of a sibling at which users would meet an error, unless it is to serve nothing itself", async () => {
    const gateways = { flawed: async () => ["ca-central-1"] };
    const statements = async (more: Partial<Health>) => (await get("/siblings", { gateways, ...more })).body.statements;
    assert.deepEqual(await statements({}), ["leave ca-central-1"]);
    assert.deepEqual(await statements({ holds: { held: async () => ["ca-central-1"] } }), ["leave ca-central-1"]);
    assert.deepEqual(await statements(evacuated("ca-west-1")), []);
  });

  const broken = () => {
    const judge = new Judge([], Date.now, async () => [{ name: "profile", status: "failed", ms: 1, code: "timeout" }]);
    return { judge: Object.assign(judge, { judge: async () => ({ healthy: false, dependencies: [] }) }) };
  };

  it("says it of a sibling also where nobody is served here", async () => {
    const { status, body } = await get("/siblings", { ...broken(), ...evacuated("ca-central-1") });
    assert.deepEqual([status, body.statements], [200, ["leave ca-central-1"]]);
  });

  it("refuses health checkers while this Region is evacuated, and says whether it would serve otherwise", async () => {
    const told = async (more: Partial<Health>) => {
      const { status, body } = await get("/healthz", more);
      return [status, body.status];
    };
    assert.deepEqual(await told(evacuated("ca-west-1")), [503, "evacuated"]);
    assert.deepEqual(await told({ ...evacuated("ca-west-1"), ...broken() }), [503, "failed"]);
    assert.deepEqual(await told(evacuated("ca-central-1")), [200, "ok"]);
    assert.deepEqual(await told({ evacuations: { evacuated: () => undefined } }), [200, "ok"]);
    assert.equal((await get("/livez", evacuated("ca-west-1"))).status, 200);
  });
});
