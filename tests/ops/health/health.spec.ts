import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { awsHealth } from "../../../ops/health/aws";
import { healthLines, isServed } from "../../../ops/health/report";
import { twinHealth } from "../../../ops/health/twin";

describe("health of the system", () => {
  /** Stands for the internet: host → the Region that answers, or an error code. */
  const internet =
    (hosts: Record<string, string>, otherwise = "ETIMEDOUT"): typeof fetch =>
    async (url) => {
      const response = hosts[new URL(String(url)).host] ?? otherwise;
      if (/^E[A-Z]+$/.test(response)) {
        throw Object.assign(new TypeError("fetch failed"), { cause: { code: response } });
      }
      return Response.json({ region: response });
    };

  it("says who serves each jurisdiction, and a standby by name", async () => {
    const report = await awsHealth(
      "d.com",
      internet({
        "ca-west-1.ca.api.d.com": "ca-west-1",
        "us-east-1.us.api.d.com": "us-east-1",
        "us-west-2.us.api.d.com": "us-west-2",
        "ca.api.d.com": "ca-west-1",
        "us.api.d.com": "us-east-1",
      }),
    );
    const lines = healthLines(report);
    assert.match(lines, /^DOWN {2}ca {9}ca-central-1 {3}primary {2}ETIMEDOUT in \d+ ms$/m);
    assert.match(lines, /^ok {4}ca-west {4}ca-west-1 {6}standby {2}200 in \d+ ms$/m);
    assert.match(lines, /^ok {4}CA {9}ca.api.d.com: ca-west-1, its standby, serves it$/m);
    assert.match(lines, /^ok {4}US {9}us.api.d.com: us-east-1 serves it$/m);
    assert.ok(isServed(report));
  });

  it("is a failure where nobody serves, or somebody outside the jurisdiction", async () => {
    const nobody = await awsHealth("d.com", internet({ "us.api.d.com": "us-east-1" }));
    assert.match(healthLines(nobody), /^DOWN {2}CA {9}ca.api.d.com: nobody serves it \(ETIMEDOUT/m);
    assert.equal(isServed(nobody), false);
    const crossing = await awsHealth("d.com", internet({}, "us-east-1"));
    assert.match(healthLines(crossing), /us-east-1 answers, which is outside CA: a crossing/);
    assert.equal(isServed(crossing), false);
  });

  it("asks the twin's health checks and DNS, and refuses where there is no twin", async () => {
    const asked: unknown[] = [];
    let health = "healthy";
    const server = createServer(async (request, response) => {
      if (request.url === "/api/topology") {
        const region = { stack: "ca", region: "ca-central-1", jurisdiction: "CA", role: "primary", health };
        return response.end(JSON.stringify({ domain: "d.com", regions: [region], places: [{ name: "Toronto" }] }));
      }
      asked.push(await json(request));
      return response.end(JSON.stringify({ region: "ca-central-1", why: ["PRIMARY is healthy"] }));
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const report = await twinHealth(url);
    assert.deepEqual(asked, [{ host: "ca.api.d.com", place: "Toronto" }]);
    assert.match(healthLines(report), /^ok {4}CA {9}ca.api.d.com: ca-central-1 serves it$/m);
    health = "unhealthy";
    const down = await twinHealth(url);
    assert.match(healthLines(down), /nobody serves it \(DNS names ca-central-1, which is down\)$/m);
    assert.equal(isServed(down), false);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await assert.rejects(twinHealth(url), /no twin answers at .*make up/);
  });
});
