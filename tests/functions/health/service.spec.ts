import assert from "node:assert/strict";
import { Judge } from "../../../functions/health/judge";
import { health } from "../../../functions/health/service";
import { request } from "../support/requests";

const context = { region: "ca-central-1", jurisdiction: "CA", judge: new Judge([]) };

describe("health", () => {
  it("is answered at two paths, which whoever asks another is told", async () => {
    const { response } = await health(request("GET", "/health"), context);
    assert.equal(response.status, 404);
    assert.equal(JSON.parse(response.body).detail, "Valid paths: /livez, /healthz.");
    assert.equal((await health(request("GET", "/healthz/deep"), context)).response.status, 404);
  });

  for (const path of ["/livez", "/healthz"]) {
    it(`is told at ${path} to GET and HEAD, and never kept`, async () => {
      const { response, route } = await health(request("PUT", path), context);
      assert.deepEqual([response.status, response.headers.allow, route], [405, "GET, HEAD", path]);
      assert.equal(JSON.parse(response.body).detail, "PUT is not allowed here; GET, HEAD are.");
      const head = await health(request("HEAD", path), context);
      assert.deepEqual([head.response.status, head.response.headers["cache-control"]], [200, "no-store"]);
    });
  }
});
