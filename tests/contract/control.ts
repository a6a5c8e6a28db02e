/** What every control API does that the page and the commands stand on. Call it inside a `describe`; it adds the tests. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";

export interface ControlTarget {
  /** Of the control API. */
  url: string;
  domain: string;
  /** As operators do who return every Region. */
  endHolds(): Promise<void>;
}

/** What an app's hop of each step is about: service, data class, and whether it is at home, nearby or in no Region. */
const steps: Readonly<Record<string, readonly string[]>> = {
  "Find home": [
    "route53 routing nowhere",
    "global-accelerator routing nowhere",
    "load-balancer routing near",
    "lambda routing near",
    "dynamodb routing near",
  ],
  "Sign in at home": ["route53 routing nowhere", "cognito personal home"],
  "Open the profile": [
    "route53 routing nowhere",
    "api-gateway personal home",
    "lambda personal home",
    "dynamodb personal home",
    "client personal nowhere",
  ],
  "Save the profile": [
    "api-gateway personal home",
    "lambda personal home",
    "dynamodb personal home",
    "client personal nowhere",
  ],
  "Second launch: straight home": [
    "route53 routing nowhere",
    "api-gateway personal home",
    "lambda personal home",
    "dynamodb personal home",
    "client personal nowhere",
  ],
};

export function controlContract(getTarget: () => ControlTarget): void {
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(getTarget().url + path, {
      method,
      ...(body !== undefined && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  };
  const get = async (path: string) => (await call("GET", path)).body;
  const post = (path: string, body: unknown) => call("POST", path, body);
  const journey = async (organization: string, place: string, returning = false) =>
    (await post("/api/journeys", { organization, place, returning })).body;
  const until = async <T>(ask: () => Promise<T | undefined | false>): Promise<T> => {
    for (;;) {
      const found = await ask();
      if (found) {
        return found;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const healthy = async (region: string) =>
    (await get("/api/topology")).regions.find((seen: any) => seen.region === region).health;
  const served = async (jurisdiction: string) => (await get("/api/state")).serving[jurisdiction].region;
  const host = (jurisdiction: string) => `${jurisdiction}.api.${getTarget().domain}`;

  afterEach(async () => {
    for (const { id } of await get("/api/faults")) {
      await call("DELETE", `/api/faults/${id}`);
    }
    assert.deepEqual(await get("/api/ledger/crossings"), []);
  });

  it("tells Regions, roles, health and places", async () => {
    const regions = ["ca-central-1", "ca-west-1", "us-east-1", "us-west-2"];
    for (const region of regions) {
      await until(async () => (await healthy(region)) === "healthy");
    }
    const topology = await get("/api/topology");
    assert.equal(topology.domain, getTarget().domain);
    assert.deepEqual(
      topology.regions.map(
        (region: any) => `${region.stack} ${region.region} ${region.jurisdiction} ${region.role} ${region.health}`,
      ),
      [
        "ca ca-central-1 CA primary healthy",
        "ca-west ca-west-1 CA standby healthy",
        "us us-east-1 US primary healthy",
        "us-west us-west-2 US standby healthy",
      ],
    );
    const names = topology.places.map((place: any) => place.name);
    for (const name of ["Toronto", "Chicago", "Paris"]) {
      assert.ok(names.includes(name), name);
    }
    for (const check of (await get("/api/state")).health) {
      assert.equal(typeof check.healthy, "boolean");
      assert.ok(regions.includes(check.region), JSON.stringify(check));
      for (const text of [check.service, check.name, check.target, check.detail]) {
        assert.ok(text, JSON.stringify(check));
      }
    }
  });

  it("says where a name leads, why, and that one leads nowhere", async () => {
    const resolve = async (name: string) => (await post("/api/resolve", { host: name, place: "paris" })).body;
    const data = await resolve(`${host("CA")}.`);
    assert.deepEqual([data.host, data.place, data.region], [host("ca"), "Paris", "ca-central-1"]);
    assert.ok(data.ttl > 0 && data.addresses.length > 0 && data.why.length > 1, JSON.stringify(data));
    const lookup = await resolve(`api.${getTarget().domain}`);
    assert.match(lookup.why.join("; "), /accelerator.*edge.*closest/);
    const none = await resolve(`none.${getTarget().domain}`);
    assert.deepEqual([none.region, none.addresses], [null, []]);
    assert.equal(none.why.join("; "), `none.${getTarget().domain} does not exist; no address: nobody answers`);
    assert.equal((await post("/api/resolve", { host: "x", place: "Atlantis" })).status, 400);
  });

  it("takes a first launch from far away, each step over the services that answer it, and keeps it", async () => {
    const first = await journey("acme", "Paris");
    assert.deepEqual([first.ok, first.failure, first.home, first.crossings], [true, null, "CA", []]);
    assert.deepEqual(
      first.steps.map(({ name, outcome }: any) => [name, outcome]),
      Object.keys(steps).map((name) => [name, "ok"]),
    );
    for (const { name, hops } of first.steps) {
      const seen = hops.map((hop: any) => {
        const where = hop.region === null ? "nowhere" : hop.region === "ca-central-1" ? "home" : "near";
        return `${hop.service} ${hop.dataClass} ${where}`;
      });
      for (const wanted of steps[name]!) {
        // From Paris, Montreal may be the nearest: then near is home.
        const [service, dataClass, where] = wanted.split(" ");
        const ways = where === "near" ? ["near", "home"] : [where];
        assert.ok(
          ways.some((way) => seen.includes(`${service} ${dataClass} ${way}`)),
          `${name}: ${wanted} in ${seen}`,
        );
      }
    }
    for (const { region } of first.steps.slice(1)) {
      assert.equal(region, "ca-central-1");
    }
    const kept = await get(`/api/ledger/${first.trace}`);
    assert.deepEqual([kept.crossings, kept.hops.length >= first.hops.length], [0, true]);
    const again = await journey("acme", "Paris", true);
    assert.deepEqual(
      again.steps.map(({ name, region }: any) => [name, region]),
      [["Launch again: straight home", "ca-central-1"]],
    );
    assert.ok(!again.hops.some((hop: any) => hop.service === "global-accelerator"));
    assert.ok(!JSON.stringify([first, again, kept]).includes("AccessToken"));
  });

  it("refuses a journey of an organization that nobody knows, and says which is near", async () => {
    const { status, body } = await post("/api/journeys", { organization: "acmee", place: "Toronto" });
    assert.deepEqual([status, body.code], [404, "organization-unknown"]);
    assert.match(body.detail, /Did you mean "acme"\?/);
  });

  it("is what `npm run journey` prints", async () => {
    const args = ["--organization", "globex", "--from", "toronto", "--port", new URL(getTarget().url).port];
    const out = await new Promise<string>((resolve, reject) => {
      const command = ["-r", "./graph/register.js", "local/journey/main.ts", ...args];
      execFile(process.execPath, command, (error, text) => (error ? reject(error) : resolve(text)));
    });
    const lines = out.split("\n");
    assert.equal(lines.at(-2), "No hop of personal data left US.");
    const heading = lines.find((line) => line.startsWith("step, service"))!;
    const hop = lines.find((line) => /GetItem .*profiles/.test(line))!;
    assert.equal(hop.indexOf("us-east-1"), heading.indexOf("place"));
    assert.equal(hop.indexOf("personal"), heading.indexOf("class"));
  });

  it("measures a failover from the fault to the return, and says where a journey fails meanwhile", async () => {
    await until(async () => (await served("CA")) === "ca-central-1");
    const { body: fault } = await post("/api/faults", { kind: "region-down", region: "ca-central-1" });
    const marks = async (): Promise<string[]> => {
      const [newest] = (await get("/api/incidents"))
        .filter((incident: any) => incident.region === "ca-central-1")
        .toReversed();
      return newest.marks.map((mark: any) => mark.kind).filter((kind: string) => kind !== "good");
    };
    await until(async () => (await marks()).includes("answered"));
    assert.equal(await served("CA"), "ca-west-1");
    assert.equal(await healthy("ca-central-1"), "unhealthy");
    assert.equal(await served("US"), "us-east-1");
    // Its lookup is near; only signing in needs the Region that is lost.
    const lost = await journey("acme", "San Francisco");
    assert.equal(lost.ok, false);
    assert.match(lost.failure, /^Sign in at home: no response \(ETIMEDOUT\)\. Home is in CA .* not served elsewhere/);
    await call("DELETE", `/api/faults/${fault.id}`);
    await getTarget().endHolds();
    await until(async () => (await marks()).includes("returned"));
    assert.deepEqual(await marks(), ["fault", "unhealthy", "answered", "cleared", "healthy", "returned"]);
  });

  it("lists what it does not stand in for, each with what that means", async () => {
    const listed = await get("/api/unsupported");
    assert.ok(listed.some((type: any) => type.type === "aws:sns/topic:Topic"));
    for (const { type, count, meaning } of listed) {
      assert.ok(count > 0 && meaning.length > 10, `${type} ${count} ${meaning}`);
    }
  });
}
