/** When checkers look, from where, and what follows: on a clock of the test's own. */
import assert from "node:assert/strict";
import { createServer, type Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import type { Place } from "../../../local/context";
import { checkersOf, HealthChecks } from "../../../local/route53/health";
import { ManualClock } from "../../support/manual-clock";
import { graphOf, resource, type TestTwin, twinContext } from "../../support/twin-context";

const type = "aws:route53/healthCheck:HealthCheck";
const regions = ["us-east-1", "us-west-2", "eu-west-1"];
const check = (id: string, inputs: object = {}) =>
  resource(type, id, { type: "TCP", port: 80, fqdn: "www.example.com", regions, ...inputs }, { id });
const threshold = (childHealthThreshold: number) => ({ childHealthThreshold });
const quick = { requestInterval: 10, failureThreshold: 2 };

describe("route53 health checkers", () => {
  let clock: ManualClock;
  let twin: TestTwin;
  let checks: HealthChecks;
  let servers: Server[];
  /** Each look: ms since the beginning, host name, from where. */
  let looks: [ms: number, hostname: string, from: string][];
  /** Where a checker finds the host: nowhere at first. */
  let addressOf: (from: Place) => string | undefined;

  async function open(...resources: ReturnType<typeof resource>[]) {
    clock = new ManualClock(0);
    twin = await twinContext({ graph: graphOf(...resources), clock });
    checks = new HealthChecks(twin, (hostname, from) => {
      looks.push([Math.round(clock.now()), hostname, from.name]);
      return addressOf(from);
    });
  }
  beforeEach(() => {
    looks = [];
    servers = [];
    addressOf = () => undefined;
  });
  afterEach(async () => {
    checks.stop();
    await twin.close();
    for (const server of servers) {
      await new Promise((resolve) => server.close(resolve));
    }
  });
  /** A server that takes connections and counts them. */
  async function serve(region: string, port = 80) {
    let connections = 0;
    const server = createServer((socket) => {
      connections++;
      socket.on("error", () => {}).destroy();
    });
    servers.push(server);
    const { ip } = await twin.network.serve({ server, port, place: twin.network.place(region), name: "web" });
    return { ip, connections: () => connections };
  }
  const state = (id: string) => checks.states().find(({ name }) => name === id)!;
  const changes = () =>
    twin.events.list().map(({ at: time, subject, message }) => `${Math.round(time)} ${subject}: ${message}`);
  /** Sockets take no time here: a millisecond passes each time that they have had their turn. */
  async function until(condition: () => boolean) {
    for (let ms = 0; ms < 1_000_000 && !condition(); ms++) {
      await clock.advance(1);
    }
    assert.ok(condition(), JSON.stringify(checks.states(), null, 1));
  }

  it("count as healthy before they have looked, inverted as unhealthy, and the twin says so", async () => {
    await open(
      check("plain"),
      check("inverted", { invertHealthcheck: true }),
      check("both", { type: "CALCULATED", fqdn: undefined, childHealthchecks: ["plain", "inverted"], ...threshold(2) }),
      check("none", { type: "CALCULATED", fqdn: undefined, ...threshold(1) }),
      check("any", { type: "CALCULATED", fqdn: undefined }),
    );
    const common = { service: "route53", region: "ca-central-1", since: 0, detail: "not probed yet" };
    const probes = { of: 3, failing: 0, turned: null };
    assert.deepEqual(checks.states(), [
      { ...common, name: "plain", target: "www.example.com", healthy: true, probes },
      { ...common, name: "inverted", target: "www.example.com", healthy: false },
      { ...common, name: "both", target: "its health checks together", healthy: false },
      { ...common, name: "none", target: "its health checks together", healthy: false },
      { ...common, name: "any", target: "its health checks together", healthy: true },
    ]);
    assert.deepEqual([checks.healthOf("plain"), checks.healthOf("inverted")], [true, false]);
  });

  it("go out over one interval, look once in each, and change their minds at the threshold", async () => {
    await open(check("web", quick));
    checks.start();
    await clock.advance(20_000);
    assert.deepEqual(
      looks,
      [0, 3_333, 6_667, 10_000, 13_333, 16_667, 20_000].map((ms, index) => [
        ms,
        "www.example.com",
        regions[index % 3]!,
      ]),
    );
    assert.deepEqual(changes(), [
      "16667 web: www.example.com is unhealthy: 0 of 3 checkers find it healthy, last: www.example.com has no address from eu-west-1",
    ]);
    const { since, detail } = state("web");
    assert.deepEqual([Math.round(since), detail], [16_667, "www.example.com has no address from us-east-1"]);
  });

  it("look every 30 seconds from eight Regions, and need three probes, where a check says nothing", async () => {
    await open(check("web", { regions: undefined }));
    checks.start();
    await clock.advance(29_999);
    assert.equal(looks.length, 8);
    assert.equal(new Set(looks.map(([, , from]) => from)).size, 8);
    await clock.advance(60_000);
    assert.deepEqual([looks.length, state("web").healthy], [24, false]);
    // Two of eight are more than 18 %, one is not.
    assert.deepEqual(
      changes().map((change) => change.split(", last")[0]),
      ["82500 web: www.example.com is unhealthy: 1 of 8 checkers find it healthy"],
    );
  });

  it("do not look for a check that is disabled, and say of one that the twin does not make that it counts as healthy", async () => {
    const calculated = { type: "CALCULATED", fqdn: undefined, ...threshold(1) };
    await open(
      check("off", { ...quick, disabled: true }),
      check("alarm", { type: "CLOUDWATCH_METRIC" }),
      check("calculated-off", { ...calculated, disabled: true }),
      check("calculated-on", { ...calculated, disabled: false }),
    );
    checks.start();
    await clock.advance(30_000);
    assert.deepEqual(looks, []);
    assert.deepEqual(changes(), ["0 alarm: CLOUDWATCH_METRIC: the twin does not look; it counts as healthy"]);
    assert.deepEqual(new Set(twin.events.list().map(({ kind }) => kind)), new Set(["health"]));
    assert.deepEqual(
      checks.states().map(({ healthy }) => healthy),
      [true, true, true, false],
    );
  });

  it("change what is calculated of them at the same time", async () => {
    const of = (...childHealthchecks: string[]) => ({ type: "CALCULATED", fqdn: undefined, childHealthchecks });
    await open(
      check("web", quick),
      check("all", { ...of("web"), ...threshold(1) }),
      check("not", { ...of("all"), ...threshold(1), invertHealthcheck: true }),
    );
    checks.start();
    await clock.advance(20_000);
    assert.deepEqual(changes().slice(1), ["16667 all: calculated is unhealthy", "16667 not: calculated is healthy"]);
  });

  it("end where checks contradict themselves: each turns once for each check that there is", async () => {
    const never = { type: "CALCULATED", fqdn: undefined, childHealthchecks: ["never"], invertHealthcheck: true };
    await open(check("web", { ...quick, regions: ["us-east-1"] }), check("never", { ...never, ...threshold(1) }));
    checks.start();
    await clock.advance(1);
    assert.deepEqual(changes(), ["0 never: calculated is healthy", "0 never: calculated is unhealthy"]);
  });

  it("look no more once they are stopped, neither those that have begun nor those that have not", async () => {
    await open(check("web", quick));
    checks.start();
    await clock.advance(5_000);
    checks.stop();
    await clock.advance(60_000);
    assert.equal(looks.length, 2);
  });

  it("forget what they see when they have been stopped meanwhile", async () => {
    await open(check("web", { ...quick, failureThreshold: 1, regions: ["us-east-1"] }));
    addressOf = () => void checks.stop();
    checks.start();
    await clock.advance(60_000);
    assert.deepEqual([looks.length, state("web").healthy, state("web").detail], [1, true, "not probed yet"]);
  });

  it("say since when they contradict what they agree on, anew when that has changed", async () => {
    await open(check("web", quick));
    const { ip } = await serve("ca-central-1");
    checks.start();
    const seen = () => [state("web").healthy, Math.round(state("web").probes!.turned ?? -1)];
    const states = [seen()];
    for (let step = 0; step < 5; step++) {
      await clock.advance(3_334);
      states.push(seen());
    }
    assert.deepEqual(states, [...Array(5).fill([true, 0]), [false, -1]].with(0, [true, -1]));
    addressOf = ({ name }) => (name === "us-east-1" ? ip : undefined);
    await until(() => seen()[1] !== -1);
    const [, first] = seen();
    await until(() => state("web").healthy);
    assert.ok(Number(seen()[1]) - Number(first) >= 9_999, `${seen()} after ${first}`);
    assert.deepEqual(state("web").probes!.failing, 2);
  });

  it("reach what is in other Regions while those of one are cut off from theirs", async () => {
    await open(check("far", { ...quick, fqdn: "far" }), check("near", { ...quick, fqdn: "near" }));
    const far = await serve("us-east-1");
    const near = await serve("ca-central-1");
    checks.stop();
    checks = new HealthChecks(twin, (hostname) => (hostname === "far" ? far.ip : near.ip));
    twin.faults.add({ kind: "checkers-partitioned", region: "us-east-1" });
    checks.start();
    await until(() => !state("far").healthy && /^connected from/.test(state("near").detail));
    assert.match(state("far").detail, /^no connection in 10000 ms from /);
    assert.deepEqual([state("near").healthy, state("near").probes!.failing, far.connections()], [true, 0, 0]);
  });

  it("give up after four seconds where a check speaks HTTP", async () => {
    await open(check("web", { ...quick, type: "HTTP" }));
    const { ip } = await serve("ca-central-1");
    addressOf = () => ip;
    twin.faults.add({ kind: "checkers-partitioned", region: "ca-central-1" });
    checks.start();
    await clock.advance(3_999);
    assert.equal(state("web").detail, "not probed yet");
    await clock.advance(1);
    assert.equal(state("web").detail, "no connection in 4000 ms from us-east-1");
  });

  for (const [kind, port] of [
    ["HTTP", 80],
    ["HTTP_STR_MATCH", 80],
    ["HTTPS", 443],
    ["HTTPS_STR_MATCH", 443],
  ] as const) {
    it(`look at port ${port} for ${kind}, where a check names none`, async () => {
      await open(check("web", { ...quick, type: kind, port: undefined, regions: ["us-east-1"] }));
      const { ip, connections } = await serve("ca-central-1", port);
      addressOf = () => ip;
      checks.start();
      await until(() => connections() > 0);
    });
  }

  for (const [enableSni, name] of [
    [undefined, "www.example.com"],
    [true, "www.example.com"],
    [false, false],
  ] as const) {
    it(`name the host in the handshake, unless SNI is switched off: ${enableSni}`, async () => {
      await open(check("web", { ...quick, type: "HTTPS", port: 443, regions: ["us-east-1"], enableSni }));
      const named: unknown[] = [];
      const server = createTlsServer(twin.certificates.forHost("localhost"), (socket) => {
        named.push(socket.servername || false);
        socket.on("error", () => {}).destroy();
      });
      servers.push(server);
      const { ip } = await twin.network.serve({
        server,
        port: 443,
        place: twin.network.place("ca-central-1"),
        name: "web",
      });
      addressOf = () => ip;
      checks.start();
      await until(() => named.length > 0);
      assert.equal(named[0], name);
    });
  }

  it("are of no Region where the global stack declares them", async () => {
    await open(
      resource(type, "web", { type: "TCP", fqdn: "www.example.com", regions }, { id: "web", stack: "global" }),
    );
    assert.equal(state("web").region, null);
  });

  it("are traced as what they are", async () => {
    await open(check("web", quick));
    checks.start();
    assert.deepEqual(
      twin.ledger.list().map(({ from }) => from),
      ["route53 health checkers"],
    );
  });

  it("are told to whoever asks which Regions are used", () => {
    const graph = graphOf(check("a", { regions: ["us-east-1", "eu-west-1"] }), check("b", { regions: undefined }));
    assert.deepEqual(checkersOf(graph), [
      { region: "us-east-1", by: 'health check "a"' },
      { region: "eu-west-1", by: 'health check "a"' },
    ]);
  });
});
