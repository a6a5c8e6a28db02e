import assert from "node:assert/strict";
import { get, request } from "node:http";
import { createServer } from "node:net";
import { type ControlApi, checkPort, createControlApi, portError } from "../../../local/control/server";
import { domain, type FakeTwin, fakeTwin } from "../../support/fake-twin";

describe("control API", () => {
  let twin: FakeTwin;
  let api: ControlApi;

  beforeEach(async () => {
    twin = fakeTwin({ speed: 200, traffic: false });
    api = createControlApi(twin, { port: 0 });
    await api.start();
  });
  afterEach(async () => {
    await api.stop();
    await twin.stop();
  });

  const call = async (method: string, path: string, body?: unknown) => {
    const headers = body === undefined ? {} : { "content-type": "application/json" };
    const response = await fetch(api.url() + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return {
      status: response.status,
      type: response.headers.get("content-type"),
      body: response.status === 204 ? null : ((await response.json()) as any),
    };
  };
  const post = (path: string, body: unknown) => call("POST", path, body);

  it("tells the topology with roles, health and places", async () => {
    const { body } = await call("GET", "/api/topology");
    assert.equal(body.domain, domain);
    assert.deepEqual(
      body.regions.map((region: any) => [
        region.stack,
        region.region,
        region.jurisdiction,
        region.role,
        region.health,
        region.place.country,
      ]),
      [
        ["ca", "ca-central-1", "CA", "primary", "healthy", "CA"],
        ["ca-west", "ca-west-1", "CA", "standby", "healthy", "CA"],
        ["us", "us-east-1", "US", "primary", "healthy", "US"],
        ["us-west", "us-west-2", "US", "standby", "healthy", "US"],
      ],
    );
    assert.ok(body.places.some((place: any) => place.name === "Toronto"));
    assert.ok(body.places.every((place: any) => place.region === undefined));
  });

  it("tells what the functions' logs hold as metrics", async () => {
    assert.deepEqual((await call("GET", "/api/measurements")).body, await twin.measurements());
  });

  it("lists the alarms, whatever their state", async () => {
    const alarm = { name: "a", region: "us-east-1", about: "ca-central-1", description: "d", since: 1, reason: "r" };
    const alarms = (["OK", "ALARM", "INSUFFICIENT_DATA"] as const).map((state) => ({ ...alarm, state }));
    twin.alarms = () => alarms;
    assert.deepEqual((await call("GET", "/api/alarms")).body, alarms);
  });

  it("adds, lists and removes faults", async () => {
    const added = await post("/api/faults", { kind: "region-slow", region: "us-east-1", delayMs: 300 });
    assert.equal(added.status, 201);
    assert.deepEqual((await call("GET", "/api/faults")).body, [added.body]);
    assert.equal(twin.context.faults.delayMs("us-east-1"), 300);
    assert.equal((await call("DELETE", `/api/faults/${added.body.id}`)).status, 204);
    assert.deepEqual((await call("GET", "/api/faults")).body, []);
    assert.equal((await call("DELETE", `/api/faults/${added.body.id}`)).body.code, "fault-unknown");
  });

  it("tells every kind of fault with its fields", async () => {
    const { body } = await call("GET", "/api/faults/kinds");
    assert.deepEqual(
      body.map((kind: any) => kind.kind),
      Object.keys(twin.context.faults.kinds),
    );
    assert.deepEqual(
      body.find((kind: any) => kind.kind === "link-lag").fields.map((field: any) => field.name),
      ["region", "peerRegion", "delayMs", "afterMs", "durationMs", "everyMs", "times", "rampMs"],
    );
  });

  it("refuses a bad fault with everything that is wrong with it", async () => {
    const { status, type, body } = await post("/api/faults", {
      kind: "meteor",
      region: "eu-central-1",
      delayMs: 0,
      who: 1,
    });
    assert.equal(status, 400);
    assert.match(type!, /^application\/problem\+json/);
    assert.equal(body.code, "invalid-input");
    assert.deepEqual(
      body.issues.map((issue: any) => issue.field),
      ["kind", "region", "delayMs", "who"],
    );
    assert.match(body.detail, /found "eu-central-1"; allowed Regions: ca-central-1, ca-west-1/);
    assert.deepEqual(twin.context.faults.list(), []);
  });

  it("refuses what is not JSON, not known or not an object", async () => {
    const text = await fetch(`${api.url()}/api/faults`, { method: "POST", body: "{}" });
    assert.deepEqual([text.status, ((await text.json()) as any).code], [415, "json-only"]);
    const broken = await fetch(`${api.url()}/api/faults`, {
      method: "POST",
      body: "{",
      headers: { "content-type": "application/json" },
    });
    assert.deepEqual([broken.status, ((await broken.json()) as any).code], [400, "invalid-input"]);
    assert.equal((await post("/api/faults", [])).status, 400);
    assert.equal((await call("GET", "/api/nothing")).body.code, "no-such-route");
    assert.equal((await call("GET", "/api/ledger?limit=-1")).status, 400);
    assert.equal((await call("GET", "/api/ledger/none")).body.code, "trace-unknown");
  });

  it("refuses callers that came by another name or from another site", async () => {
    const status = (headers: Record<string, string>) =>
      new Promise((resolve, reject) => {
        get(`${api.url()}/api/health`, { headers }, (response) => resolve(response.resume().statusCode)).on(
          "error",
          reject,
        );
      });
    const port = new URL(api.url()).port;
    assert.equal(await status({ host: `localhost:${port}` }), 200);
    assert.equal(await status({ host: "evil.example" }), 403);
    assert.equal(await status({ host: `evil.example:${port}` }), 403);
    assert.equal(await status({ origin: "https://evil.example" }), 403);
    assert.equal(await status({ origin: api.url() }), 200);
  });

  it("resolves a host name for a place", async () => {
    const { body } = await post("/api/resolve", { host: `CA.api.${domain}.`, place: "paris" });
    assert.deepEqual([body.host, body.place, body.region], [`ca.api.${domain}`, "Paris", "ca-central-1"]);
    assert.equal((await post("/api/resolve", { host: "x", place: "Atlantis" })).status, 400);
  });

  it("refuses what cannot be decoded or is too large, survives its own errors, and says so on the timeline", async () => {
    const undecodable = await call("GET", "/%zz");
    assert.deepEqual(
      [undecodable.status, undecodable.type?.split(";")[0], undecodable.body.code],
      [400, "application/problem+json", "path-undecodable"],
    );
    assert.equal((await post("/api/faults", { kind: "x".repeat(70_000) })).body.code, "too-large");
    twin.unsupported = () => {
      throw new Error("no such thing");
    };
    const failed = await call("GET", "/api/unsupported");
    assert.deepEqual([failed.status, failed.body.code], [500, "internal"]);
    assert.equal((await call("GET", "/api/health")).status, 200);
    const lines = twin.context.events.list().filter(({ subject }) => subject === "control API");
    assert.deepEqual(
      lines.map(({ kind, message }) => `${kind} ${message.split(":")[0]}`),
      ["bad-request GET /%zz", "bad-request POST /api/faults", "error GET /api/unsupported"],
    );
  });

  it("takes a journey and keeps it in the ledger", async () => {
    const { body } = await post("/api/journeys", { organization: "acme", place: "Toronto" });
    assert.deepEqual([body.ok, body.home, body.crossings], [true, "CA", []]);
    const { body: trace } = await call("GET", `/api/ledger/${body.trace}`);
    assert.deepEqual([trace.organization, trace.crossings, trace.hops.length], ["acme", 0, body.hops.length]);
    const { body: list } = await call("GET", "/api/ledger?organization=acme&limit=1");
    assert.equal(list.traces[0].id, body.trace);
    assert.ok(!JSON.stringify(body).includes("AccessToken"));
  });

  it("refuses a journey of an organization that nobody knows, and says which is near", async () => {
    const { status, body } = await post("/api/journeys", { organization: "acmee", place: "Toronto" });
    assert.deepEqual([status, body.code], [404, "organization-unknown"]);
    assert.match(body.detail, /Did you mean "acme"\?/);
  });

  it("shows a crossing", async () => {
    assert.deepEqual((await call("GET", "/api/ledger/crossings")).body, []);
    twin.cross();
    const { body } = await call("GET", "/api/ledger/crossings");
    assert.deepEqual(
      body.map(({ hop, trace }: any) => [trace.home, hop.jurisdiction]),
      [["CA", "US"]],
    );
  });

  it("streams the state first, then events", async () => {
    const stream = await fetch(`${api.url()}/api/events/stream`);
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    const until = async (pattern: RegExp) => {
      while (!pattern.test(text)) {
        const { value, done } = await reader.read();
        assert.equal(done, false, `it ended without ${pattern}: ${text}`);
        text += value;
      }
    };
    await until(/event: state\ndata: \{"now"/);
    await post("/api/faults", { kind: "region-down", region: "ca-central-1" });
    await until(/event: event\ndata: .*region-down/);
    await until(/event: state\ndata: .*"id":"region-down-ca-central-1"/);
    await reader.cancel();
  });

  it("measures a failover from the fault to the return", async () => {
    const { body: fault } = await post("/api/faults", { kind: "region-down", region: "ca-central-1" });
    const marks = async () => (await call("GET", "/api/incidents")).body[0]?.marks.map((mark: any) => mark.kind) ?? [];
    const until = async (kind: string) => {
      while (!(await marks()).includes(kind)) {
        await new Promise((done) => setTimeout(done, 25));
      }
    };
    await until("answered");
    await call("DELETE", `/api/faults/${fault.id}`);
    await until("returned");
    assert.deepEqual(await marks(), ["fault", "unhealthy", "answered", "cleared", "healthy", "returned"]);
  });

  it("says that the host is too slow, and marks what is measured meanwhile", async () => {
    let lagMs = 0;
    const slow = createControlApi(twin, { port: 0, lag: { lagMs: () => lagMs, stop() {} } });
    await slow.start();
    try {
      const state = async () => (await fetch(`${slow.url()}/api/state`)).json() as any;
      assert.deepEqual([(await state()).lag, (await state()).credible], [0, true]);
      twin.context.faults.add({ kind: "region-down", region: "us-west-2" });
      assert.equal((await state()).incidents[0].credible, true);
      lagMs = 900;
      assert.deepEqual([(await state()).lag, (await state()).credible], [900, false]);
      while ((await state()).incidents[0].credible) {
        await new Promise((done) => setTimeout(done, 10));
      }
    } finally {
      await slow.stop();
    }
  });

  it("tells requests, errors and times of each Region, and how people fare", async () => {
    await post("/api/journeys", { organization: "acme", place: "Toronto" });
    const point = async () => (await call("GET", "/api/series")).body.regions["ca-central-1"]?.[0];
    while (!(await point())) {
      await new Promise((done) => setTimeout(done, 25));
    }
    assert.deepEqual([(await point()).requests, (await point()).errors], [1, 0]);
    assert.ok((await point()).p95 > 0);
    const { body } = await call("GET", "/api/state");
    assert.deepEqual(Object.keys(body.people), ["CA", "US"]);
  });

  it("turns traffic on and off", async () => {
    assert.equal((await call("GET", "/api/traffic")).body.on, false);
    assert.equal((await post("/api/traffic", { on: true })).body.on, true);
    assert.equal((await post("/api/traffic", {})).status, 400);
  });

  it("serves the page, which may load nothing from elsewhere", async () => {
    const response = await fetch(api.url());
    assert.match(response.headers.get("content-security-policy")!, /default-src 'self'/);
    assert.match(await response.text(), /<title>home-region/);
  });

  it("refuses a port that is taken, and says what to do", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => other.once("listening", resolve));
    const { port } = other.address() as { port: number };
    await assert.rejects(createControlApi(twin, { port }).start(), {
      name: "InvalidInput",
      message: new RegExp(`port ${port} .* taken.*PORT=${port + 1} make up`),
    });
    await assert.rejects(checkPort(port), { name: "InvalidInput" });
    await new Promise((resolve) => other.close(resolve));
    await checkPort(port);
  });

  it("stops while a stream is open", async () => {
    const open = request(`${api.url()}/api/events/stream`).end();
    const ended = new Promise((resolve) => open.on("response", (response) => response.resume().on("close", resolve)));
    await new Promise((resolve) => open.on("response", resolve));
    await api.stop();
    await ended;
  });

  it("refuses a port that is not the user's, and names it", () => {
    const error = (code: string) => Object.assign(new Error(`listen ${code}`), { code });
    assert.match(portError(error("EACCES"), 80).message, /^port 80 on 127.0.0.1 may not be opened by you.*PORT=4600/);
    assert.match(portError(error("EADDRINUSE"), 4600).message, /^port 4600 on 127.0.0.1 is taken.*PORT=4601 make up$/);
    const other = error("EADDRNOTAVAIL");
    assert.equal(portError(other, 80), other);
  });
});
