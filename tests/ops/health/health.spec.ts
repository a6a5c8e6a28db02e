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

  it("asks each name's health page, for five seconds at most, and follows no redirect", async () => {
    const asked: string[] = [];
    const report = await awsHealth("d.com", async (url, init) => {
      asked.push(String(url));
      assert.equal(init?.redirect, "error");
      assert.ok(init.signal instanceof AbortSignal);
      if (String(url).includes("us-east-1")) {
        throw new DOMException("late", "TimeoutError");
      }
      return String(url).includes("us-west-2")
        ? Response.json({ region: "us-west-2" }, { status: 503 })
        : Response.json({ region: 3 });
    });
    assert.equal(report.target, "AWS, d.com");
    const hosts = [
      "ca-central-1.ca.api",
      "ca-west-1.ca.api",
      "us-east-1.us.api",
      "us-west-2.us.api",
      "ca.api",
      "us.api",
    ];
    assert.deepEqual(
      asked,
      hosts.map((host) => `https://${host}.d.com/healthz`),
    );
    assert.deepEqual(
      report.regions.map(({ healthy, detail }) => [healthy, detail.replace(/\d+ ms$/, "")]),
      [
        [true, "200 in "],
        [true, "200 in "],
        [false, "TimeoutError in "],
        [false, "503 in "],
      ],
    );
    // A Region whose name is no text is none.
    assert.deepEqual(
      report.jurisdictions.map(({ region }) => region),
      [null, null],
    );
    for (const { detail } of report.regions) {
      assert.ok(Number(/(\d+) ms$/.exec(detail)?.[1]) < 5000, detail);
    }
  });

  it("takes no name from an answer that refuses", async () => {
    const refusing: typeof fetch = async () => Response.json({ region: "ca-central-1" }, { status: 503 });
    const report = await awsHealth("d.com", refusing);
    assert.deepEqual(
      report.jurisdictions.map(({ region }) => region),
      [null, null],
    );
  });

  it("is a failure where nobody serves, or somebody outside the jurisdiction", async () => {
    const nobody = await awsHealth("d.com", internet({ "us.api.d.com": "us-east-1" }));
    assert.match(healthLines(nobody), /^DOWN {2}CA {9}ca.api.d.com: nobody serves it \(ETIMEDOUT/m);
    assert.equal(isServed(nobody), false);
    const crossing = await awsHealth("d.com", internet({}, "us-east-1"));
    assert.match(healthLines(crossing), /^DOWN {2}CA .*us-east-1 answers, which is outside CA: a crossing$/m);
    const elsewhere = await awsHealth("d.com", internet({}, "eu-central-1"));
    assert.match(healthLines(elsewhere), /^DOWN {2}CA .*eu-central-1 answers, which is outside CA: a crossing$/m);
    assert.equal(isServed(crossing), false);
  });

  it("asks the twin's health checks and DNS, and refuses where there is no twin", async () => {
    const asked: unknown[] = [];
    let health = "healthy";
    let standby = "unhealthy";
    let why = ["asked", "health checks", "PRIMARY is healthy"];
    let status = 200;
    const server = createServer(async (request, response) => {
      if (request.url === "/api/topology") {
        const region = { stack: "ca", region: "ca-central-1", jurisdiction: "CA", role: "primary", health };
        const west = { ...region, stack: "ca-west", region: "ca-west-1", role: "standby", health: standby };
        const topology = { domain: "d.com", regions: [region, west], places: [{ name: "Toronto" }] };
        return response.writeHead(status).end(status === 200 ? JSON.stringify(topology) : "x".repeat(300));
      }
      assert.equal(request.headers["content-type"], "application/json");
      asked.push(await json(request));
      return response.end(JSON.stringify({ region: "ca-central-1", why }));
    });
    await once(server.listen(0, "127.0.0.1"), "listening");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const report = await twinHealth(url);
    assert.deepEqual(asked, [{ host: "ca.api.d.com", place: "Toronto" }]);
    assert.match(healthLines(report), /^ok {4}CA {9}ca.api.d.com: ca-central-1 serves it$/m);
    assert.deepEqual(report.jurisdictions[0]?.detail, "PRIMARY is healthy");
    assert.match(healthLines(report), /^DOWN {2}ca-west +ca-west-1 +standby +health checks: unhealthy$/m);
    [why, standby] = [[], "unknown"];
    const withSlashes = await twinHealth(`${url}//`);
    assert.deepEqual(withSlashes.jurisdictions[0]?.detail, "");
    assert.equal(withSlashes.regions[1]?.healthy, null);
    health = "unhealthy";
    const down = await twinHealth(url);
    assert.match(healthLines(down), /nobody serves it \(DNS names ca-central-1, which is down\)$/m);
    assert.equal(isServed(down), false);
    status = 500;
    await assert.rejects(twinHealth(url), /no twin answers at \S+ \(status 500: x{200}\); fix/);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await assert.rejects(twinHealth(url), /no twin answers at .*make up/);
  });
});
