import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import { Route53 } from "../../../local/route53/service";
import { graphOf, resource, type TestTwin, twinContext } from "../../support/twin-context";

const check = (id: string, inputs: object) =>
  resource("aws:route53/healthCheck:HealthCheck", id, { requestInterval: 10, failureThreshold: 2, ...inputs }, { id });
const probed = { ipAddress: "198.51.100.1", port: 80, regions: ["us-east-1", "us-west-2", "eu-west-1"] };

describe("route53 health checks", () => {
  let twin: TestTwin;
  let server: Server;
  let route53: Route53;
  let reply: { status: number; body: string };
  const asked: string[] = [];

  beforeEach(async () => {
    reply = { status: 200, body: "all is well" };
    asked.length = 0;
    twin = await twinContext({
      speed: 20,
      graph: graphOf(
        check("http", { ...probed, type: "HTTP", fqdn: "www.example.com", resourcePath: "/healthz?deep" }),
        check("tcp", { ...probed, type: "TCP" }),
        check("match", { ...probed, type: "HTTP_STR_MATCH", searchString: "is well" }),
        check("inverted", { ...probed, type: "HTTP", invertHealthcheck: true }),
        check("disabled", { ...probed, type: "HTTP", disabled: true }),
        check("closed", { ...probed, type: "TCP", port: 81 }),
        check("nameless", { ...probed, type: "HTTP", ipAddress: undefined, fqdn: "none.example.com" }),
        check("all", { type: "CALCULATED", childHealthchecks: ["http", "closed"], childHealthThreshold: 2 }),
        check("any", { type: "CALCULATED", childHealthchecks: ["http", "closed"], childHealthThreshold: 1 }),
        check("sibling", {
          ...probed,
          type: "HTTP_STR_MATCH",
          searchString: "leave ca-central-1",
          invertHealthcheck: true,
          failureThreshold: 1,
        }),
        check("both", { type: "CALCULATED", childHealthchecks: ["http", "sibling"], childHealthThreshold: 2 }),
        check("alarm", { type: "CLOUDWATCH_METRIC" }),
      ),
    });
    server = createServer((request, response) => {
      asked.push(`${request.headers.host} ${request.url} ${request.headers["user-agent"]}`);
      response.writeHead(reply.status).end(reply.body);
    });
    await twin.network.serve({ server, port: 80, place: twin.network.place("ca-central-1"), name: "web" });
    route53 = new Route53(twin);
    await route53.start();
  });

  afterEach(async () => {
    await route53.stop();
    await twin.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  async function until(condition: () => boolean): Promise<void> {
    for (let step = 0; step < 1_000 && !condition(); step++) {
      await twin.clock.sleep(500);
    }
    assert.ok(condition(), JSON.stringify(route53.healthStates(), null, 1));
  }
  const healthy = (...ids: string[]) => ids.every((id) => route53.healthOf(id));
  const unhealthy = (...ids: string[]) => ids.every((id) => !route53.healthOf(id));

  it("judges each kind by what really answers, and says every change on the timeline", async () => {
    await until(
      () =>
        unhealthy("closed", "nameless", "all", "inverted") &&
        healthy("http", "tcp", "match", "any", "disabled", "alarm"),
    );
    assert.ok(asked.includes("www.example.com /healthz?deep Amazon-Route53-Health-Check-Service"), asked[0]);
    reply = { status: 503, body: "all is well" };
    await until(() => unhealthy("http", "match", "any") && healthy("tcp", "inverted", "disabled"));
    reply = { status: 302, body: "nothing" };
    await until(() => healthy("http", "any") && unhealthy("match", "inverted"));
    const changes = twin.events.list().filter(({ kind, subject }) => kind === "health" && subject === "http");
    assert.deepEqual(
      changes.map(({ message }) => /is (healthy|unhealthy): (\d)/.exec(message)?.slice(1, 2).join()),
      ["unhealthy", "healthy"],
    );
    assert.equal(route53.healthStates().find(({ name }) => name === "http")?.target, "www.example.com/healthz?deep");
  });

  it("follows a sibling's statement in its first 5,120 bytes, and takes one that is silent or lost for no statement", async () => {
    const leave = "leave ca-central-1";
    assert.ok(unhealthy("sibling", "both"), "a new inverted check counts as unhealthy");
    await until(() => healthy("sibling", "both", "http"));
    assert.equal("probes" in route53.healthStates().find(({ name }) => name === "sibling")!, false);
    reply = { status: 200, body: " ".repeat(5_120 - leave.length) + leave };
    await until(() => unhealthy("sibling", "both") && healthy("http"));
    reply = { status: 200, body: " ".repeat(5_121 - leave.length) + leave };
    await until(() => healthy("sibling", "both"));
    reply = { status: 200, body: leave };
    await until(() => unhealthy("sibling", "both"));
    reply = { status: 503, body: leave };
    await until(() => healthy("sibling") && unhealthy("http", "both"));
    twin.faults.add({ kind: "region-down", region: "ca-central-1" });
    await until(() =>
      route53.healthStates().some(({ name, detail }) => name === "sibling" && /no connection/.test(detail)),
    );
    await twin.clock.sleep(60_000);
    assert.ok(healthy("sibling") && unhealthy("http", "both"));
  });

  it("says of each check which Region's stack declares it", () => {
    assert.deepEqual([...new Set(route53.healthStates().map(({ region }) => region))], ["ca-central-1"]);
  });

  it("finds a Region that is down unreachable", async () => {
    await until(() => healthy("tcp", "http"));
    twin.faults.add({ kind: "region-down", region: "ca-central-1" });
    await until(() => unhealthy("tcp", "http"));
    assert.match(route53.healthStates().find(({ name }) => name === "http")?.detail ?? "", /no connection in 4000 ms/);
  });

  it("tells what its checkers saw last, and since when they contradict what they agree on", async () => {
    const probes = () => route53.healthStates().find(({ name }) => name === "http")!.probes!;
    await until(() => healthy("http") && asked.some((request) => request.includes("/healthz?deep")));
    assert.deepEqual(probes(), { of: 3, failing: 0, turned: null });
    const before = twin.clock.now();
    reply = { status: 503, body: "" };
    await until(() => probes().failing > 0);
    const { turned } = probes();
    assert.ok(unhealthy("http") || turned! >= before, JSON.stringify(probes()));
    await until(() => probes().failing === 3);
    assert.ok(unhealthy("http") || probes().turned === turned, JSON.stringify(probes()));
    await until(() => unhealthy("http"));
    assert.deepEqual(probes(), { of: 3, failing: 3, turned: null });
    const failed = twin.clock.now();
    reply = { status: 200, body: "" };
    await until(() => probes().failing < 3);
    assert.ok(healthy("http") || probes().turned! >= failed, JSON.stringify(probes()));
    assert.equal("probes" in route53.healthStates().find(({ name }) => name === "all")!, false);
  });

  it("finds a Region that answers after more than two seconds unhealthy", async () => {
    twin.faults.add({ kind: "region-slow", region: "ca-central-1", delayMs: 2_500 });
    await until(() => unhealthy("http") && healthy("tcp"));
  });

  it("refuses to take a check that nobody declares for healthy", () =>
    assert.equal(route53.healthOf("unknown"), false));

  const add = (kind: string, share: number) => twin.faults.add({ kind, region: "ca-central-1", share }).id;

  it("finds unhealthy what more than 82 % of its checkers cannot reach, while everybody else does", async () => {
    await until(() => healthy("http", "tcp") && unhealthy("inverted"));
    const most = add("checkers-partitioned", 0.6);
    await until(
      () => twin.clock.now() > 0 && route53.healthStates().some(({ detail }) => /no connection in/.test(detail)),
    );
    await twin.clock.sleep(60_000);
    assert.ok(healthy("http", "tcp"), "one of three still reaches it");
    twin.faults.remove(most);
    const all = add("checkers-partitioned", 1);
    await until(() => unhealthy("http", "tcp") && healthy("inverted"));
    twin.faults.remove(all);
    await until(() => healthy("http", "tcp"));
  });

  it("finds unhealthy what its checkers take for failing though it answers", async () => {
    await until(() => healthy("http", "match"));
    const before = asked.length;
    const id = add("checkers-false-alarm", 1);
    await until(() => unhealthy("http", "match", "tcp"));
    assert.ok(asked.length > before, "they really ask");
    assert.match(route53.healthStates().find(({ name }) => name === "http")!.detail, /^200 in .*, taken for a failure/);
    twin.faults.remove(id);
    await until(() => healthy("http", "match", "tcp"));
  });
});
