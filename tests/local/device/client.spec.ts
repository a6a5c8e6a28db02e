import assert from "node:assert/strict";
import type { Duplex } from "node:stream";
import { PlaceAgent } from "../../../local/device/agent";
import { type Client, createClient } from "../../../local/device/client";
import { Resolver } from "../../../local/device/resolver";
import { globalAcceleratorModule } from "../../../local/global-accelerator/module";
import { type Explainer, resolve } from "../../../local/resolution";
import { route53Module } from "../../../local/route53/module";
import { albArn, dataHost, lookupHost, type SmallWorld, smallWorld } from "../../support/small-world";

describe("client", () => {
  let world: SmallWorld;
  const clients: Client[] = [];

  beforeEach(async () => {
    world = await smallWorld();
  });

  afterEach(async () => {
    for (const client of clients.splice(0)) {
      client.close();
    }
    await world.close();
  });

  function waypoint(city: string): Client {
    const { twin, route53 } = world;
    const client = createClient(twin, {
      place: twin.network.place(city),
      dnsPort: route53.port,
      authority: twin.certificates.authority,
    });
    clients.push(client);
    return client;
  }

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await world.twin.clock.sleep(200);
    }
  }

  it("reaches the primary Region by DNS over TLS, and says how long each step took", async () => {
    const { twin } = world;
    const response = await waypoint("Toronto").request(`https://${dataHost}/v1/profile`);
    assert.equal(response.status, 200);
    assert.equal(String(response.body), "ca-central-1");
    const roundTrip = twin.network.roundTripMs(twin.network.place("Toronto"), twin.network.place("ca-central-1"));
    const { dnsMs, connectMs, tlsMs, firstByteMs, totalMs } = response.phases;
    assert.ok(dnsMs > 0 && connectMs >= roundTrip && tlsMs >= roundTrip, JSON.stringify(response.phases));
    assert.ok(firstByteMs >= 3 * roundTrip && totalMs >= firstByteMs);
    assert.deepEqual(
      twin.ledger.trace(response.trace)?.hops.map(({ service, resource, outcome }) => [service, resource, outcome]),
      [
        ["route53", dataHost, "ok"],
        ["client", dataHost, "ok"],
        ["client", dataHost, "ok"],
      ],
    );
  });

  it("survives a connection that is reset before its request listens", async () => {
    const { twin, route53 } = world;
    const place = twin.network.place("Toronto");
    const agent = new PlaceAgent(twin, place, new Resolver(twin, place, route53.port), twin.certificates.authority);
    const phases = { dnsMs: 0, connectMs: 0, tlsMs: 0 };
    const wanted = { host: dataHost, port: 443, secure: true, trace: "t", deadline: twin.clock.now() + 30_000, phases };
    const socket = await new Promise<Duplex>((done, fail) => {
      agent.createConnection(wanted, (error, opened) => (error ? fail(error) : done(opened)));
    });
    // Without a listener this is the end of the process.
    socket.destroy(new Error("read ECONNRESET"));
    await new Promise<void>((done) => socket.on("close", done));
    agent.destroy();
  });

  it("keeps the connection and charges each request to its own trace", async () => {
    const client = waypoint("Toronto");
    await client.request(`https://${dataHost}/one`, { trace: "t1" });
    const second = await client.request(`https://${dataHost}/two`, { trace: "t2" });
    assert.deepEqual([second.phases.dnsMs, second.phases.connectMs, second.phases.tlsMs], [0, 0, 0]);
    const ip = world.twin.network.clientIp(world.twin.network.place("Toronto"));
    assert.deepEqual(world.seen, [`ca-central-1 /one ${ip} t1`, `ca-central-1 /two ${ip} t2`]);
  });

  it("keeps the client's address and each request's trace through the accelerator", async () => {
    const client = waypoint("Vancouver");
    await client.request(`https://${lookupHost}/one`, { trace: "t1" });
    await client.request(`https://${lookupHost}/two`, { trace: "t2" });
    const ip = world.twin.network.clientIp(world.twin.network.place("Vancouver"));
    assert.deepEqual(world.seen, [`ca-west-1 /one ${ip} t1`, `ca-west-1 /two ${ip} t2`]);
    assert.deepEqual(
      world.twin.ledger.trace("t1")?.hops.map(({ service, place, region }) => [service, place, region]),
      [
        ["route53", "Vancouver", null],
        ["client", "Vancouver", null],
        ["global-accelerator", "edge Vancouver", null],
        ["client", "Vancouver", null],
      ],
    );
  });

  it("asks again over a new connection when the server has closed the kept one", async () => {
    const client = waypoint("Toronto");
    await client.request(`https://${dataHost}/one`);
    let first = true;
    world.handle.respond = (region, response) => {
      // Health checkers ask here too.
      const ours = response.req.url !== "/healthz";
      if (first && ours) {
        response.socket?.destroy();
      } else {
        response.end(region);
      }
      if (ours) {
        first = false;
      }
    };
    assert.equal(String((await client.request(`https://${dataHost}/two`)).body), "ca-central-1");
    first = true;
    await assert.rejects(client.request(`https://${dataHost}/three`, { method: "POST" }), { code: "ECONNRESET" });
  });

  it("sends a body and refuses to wait longer than its time-out", async () => {
    const sent = await waypoint("Toronto").request(`https://${dataHost}/put`, {
      method: "PUT",
      body: "x".repeat(100_000),
    });
    assert.equal(sent.status, 200);
    world.handle.respond = () => {};
    await assert.rejects(waypoint("Toronto").request(`https://${dataHost}/hang`, { timeoutMs: 3_000 }), {
      code: "ETIMEDOUT",
    });
  });

  it("refuses a name that does not exist and a certificate of anybody else", async () => {
    await assert.rejects(waypoint("Toronto").request("https://none.example.com/"), { code: "ENOTFOUND" });
    await assert.rejects(waypoint("Toronto").request("https://www.example.org/"), { code: "ENOTFOUND" });
    const other = await smallWorld();
    const { twin, route53 } = world;
    const stranger = createClient(twin, {
      place: twin.network.place("Toronto"),
      dnsPort: route53.port,
      authority: other.twin.certificates.authority,
    });
    clients.push(stranger);
    await assert.rejects(stranger.request(`https://${dataHost}/`), /certificate|signature/);
    await other.close();
  });

  it("moves to the standby when the primary's Region is down, in the time that checks and TTL allow, and back", async () => {
    const { twin, route53 } = world;
    const client = waypoint("Toronto");
    const region = async () =>
      String(
        (await client.request(`https://${dataHost}/`, { timeoutMs: 20_000 }).catch((error) => ({ body: error.code })))
          .body,
      );
    assert.equal(await region(), "ca-central-1");
    const fault = twin.faults.add({ kind: "region-down", region: "ca-central-1" });
    const since = twin.clock.now();
    assert.equal(await region(), "ETIMEDOUT");
    await until(() => !route53.healthOf("hc-ca-central-1"));
    const detected = twin.clock.now() - since;
    assert.ok(detected >= 20_000, `detected after ${detected} ms`);
    while ((await region()) !== "ca-west-1") {
      await twin.clock.sleep(1_000);
    }
    twin.faults.remove(fault.id);
    await until(() => route53.healthOf("hc-ca-central-1"));
    assert.equal(await region(), "ca-west-1", "a kept connection stays");
    assert.equal(String((await waypoint("Toronto").request(`https://${dataHost}/`)).body), "ca-central-1");
    assert.deepEqual(
      twin.events
        .list()
        .filter(({ kind }) => kind === "health")
        .map(({ subject }) => subject)
        .filter((name) => name.startsWith("check")),
      ["check-ca-central-1", "check-ca-central-1"],
    );
  });

  it("lets the accelerator move new connections when a Region is down", async () => {
    const { twin, globalAccelerator } = world;
    const arn = albArn("ca-west-1");
    await until(() => globalAccelerator.healthOf(arn));
    twin.faults.add({ kind: "region-down", region: "ca-west-1" });
    await until(() => !globalAccelerator.healthOf(arn));
    assert.equal(String((await waypoint("Vancouver").request(`https://${lookupHost}/`)).body), "ca-central-1");
  });

  it("leaves open connections where they are when the accelerator moves, and returns new ones", async () => {
    const { globalAccelerator, sick } = world;
    const arn = albArn("ca-west-1");
    const early = waypoint("Vancouver");
    const region = async (client: Client) => String((await client.request(`https://${lookupHost}/`)).body);
    assert.equal(await region(early), "ca-west-1");
    sick.add(arn);
    await until(() => !globalAccelerator.healthOf(arn));
    assert.equal(await region(early), "ca-west-1");
    assert.equal(await region(waypoint("Vancouver")), "ca-central-1");
    sick.clear();
    await until(() => globalAccelerator.healthOf(arn));
    assert.equal(await region(waypoint("Vancouver")), "ca-west-1");
  });

  it("explains where a name leads", () => {
    const { twin, route53, globalAccelerator } = world;
    const explainers: Explainer[] = [
      (waypoint) => globalAcceleratorModule.explain!(globalAccelerator, waypoint),
      (waypoint) => route53Module.explain!(route53, waypoint),
    ];
    const explain = (host: string) =>
      resolve({ network: twin.network, explainers }, { host, place: twin.network.place("Vancouver") });
    const lookup = explain(lookupHost);
    assert.equal(lookup.region, "ca-west-1");
    assert.equal(lookup.addresses.length, 2);
    assert.equal(lookup.ttl, 60);
    assert.match(lookup.why.join("; "), /alias.*edge Vancouver; ca-west-1 is closest/);
    const data = explain(dataHost);
    assert.equal(data.region, "ca-central-1");
    assert.match(data.why.join("; "), /primary ca-central-1 is healthy.*alb ca-central-1 in ca-central-1/);
    assert.deepEqual([explain("none.example.com").region, explain("none.example.com").addresses], [null, []]);
  });
});
