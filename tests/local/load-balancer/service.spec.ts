import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:tls";
import { FunctionError } from "../../../local/lambda/types";
import { LoadBalancers } from "../../../local/load-balancer/service";
import { ask, askOn, open } from "../../support/https-client";
import { ManualClock } from "../../support/manual-clock";
import { graphOf, resource, type TestTwin, twinContext } from "../../support/twin-context";

const region = "ca-central-1";
const dnsName = `internal-lookup-1.${region}.elb.amazonaws.com`;
const host = "api.example.com";
const group = (name: string, inputs: Record<string, any>) =>
  resource(
    "aws:lb/targetGroup:TargetGroup",
    name,
    { targetType: "lambda", ...inputs },
    { region, outputs: { arn: name } },
  );
const attach = (name: string) =>
  resource("aws:lb/targetGroupAttachment:TargetGroupAttachment", name, {
    targetGroupArn: name,
    targetId: `fn-${name}`,
  });
const forward = (name: string, priority: number, path: string) =>
  resource("aws:lb/listenerRule:ListenerRule", name, {
    listenerArn: "listener",
    priority,
    conditions: [{ pathPattern: { values: [path] } }],
    actions: [{ type: "forward", targetGroupArn: name }],
  });
const certificate = resource(
  "aws:acm/certificate:Certificate",
  "api",
  { domainName: host, validationMethod: "DNS" },
  { region, outputs: { arn: "certificate" } },
);
const healthCheck = { enabled: true, path: "/healthz", interval: 10, healthyThreshold: 2, unhealthyThreshold: 2 };

const declared = [
  resource(
    "aws:lb/loadBalancer:LoadBalancer",
    "lookup",
    { clientKeepAlive: 60, dropInvalidHeaderFields: true, tags: { "data-class": "routing" } },
    { region, outputs: { arn: "balancer", dnsName } },
  ),
  resource(
    "aws:lb/listener:Listener",
    "https",
    {
      loadBalancerArn: "balancer",
      port: 443,
      protocol: "HTTPS",
      certificateArn: "certificate",
      sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
      defaultActions: [{ type: "fixed-response", fixedResponse: { statusCode: "404", messageBody: "no" } }],
    },
    { region, outputs: { arn: "listener" } },
  ),
  certificate,
  group("multi", { lambdaMultiValueHeadersEnabled: true, healthCheck }),
  group("single", {}),
  group("empty", {}),
  ...["multi", "single"].map(attach),
  forward("empty", 40, "/multi*"), // declared first, but of a lower priority
  forward("multi", 10, "/multi*"),
  forward("single", 20, "/single*"),
  forward("empty", 30, "/empty"),
];

describe("local/load-balancer", () => {
  let twin: TestTwin;
  let service: LoadBalancers;
  let events: any[];
  let functions: (functionArn: string, event: any, caller: any) => unknown;

  const start = async (clock?: ManualClock) => {
    twin = await twinContext({ graph: graphOf(...declared), hosts: [host], ...(clock ? { clock } : { speed: 1 }) });
    // The certificate's validation record is not what is tested here.
    const certificates = { forArn: () => twin.certificates.forHost(host) };
    events = [];
    functions = (_, event) => ({
      statusCode: 200,
      ...(event.multiValueHeaders ? { multiValueHeaders: {} } : {}),
      body: "ok",
    });
    const lambda = {
      invoke: async ({ functionArn, event, caller }: any) => {
        events.push({ functionArn, event, caller });
        return functions(functionArn, event, caller);
      },
    };
    service = new LoadBalancers(twin, { lambda, certificates });
    await service.start();
    events.length = 0;
  };
  const get = (path: string, options: Record<string, any> = {}) => ask(twin, { at: dnsName, host, path, ...options });

  afterEach(async () => {
    await service.stop();
    await twin.close();
  });

  it("invokes the function of the matching rule with the documented event", async () => {
    await start();
    functions = () => ({
      statusCode: 200,
      statusDescription: "200 Fine",
      multiValueHeaders: { "set-cookie": ["a=1", "b=2"], "content-type": ["text/plain"] },
      body: Buffer.from("hello").toString("base64"),
      isBase64Encoded: true,
    });
    const reply = await get("/multi/a%20b?x=1&x=%32&y", { headers: { "x-two": ["1", "2"], x_bad: "1" } });
    assert.deepEqual([reply.status, reply.reason, reply.body], [200, "Fine", "hello"]);
    assert.deepEqual(reply.headers["set-cookie"], ["a=1", "b=2"]);
    const [{ functionArn, event, caller }] = events;
    assert.equal(functionArn, "fn-multi");
    assert.deepEqual(caller, { principal: "elasticloadbalancing.amazonaws.com", sourceArn: "multi" });
    assert.deepEqual(event.requestContext, { elb: { targetGroupArn: "multi" } });
    assert.deepEqual(
      [event.httpMethod, event.path, event.body, event.isBase64Encoded],
      ["GET", "/multi/a%20b", "", false],
    );
    assert.deepEqual(event.multiValueQueryStringParameters, { x: ["1", "%32"], y: [""] });
    assert.equal(event.headers, undefined);
    const headers = event.multiValueHeaders;
    assert.deepEqual(headers["x-two"], ["1", "2"]);
    assert.equal(headers.x_bad, undefined);
    assert.deepEqual(headers["x-forwarded-proto"], ["https"]);
    assert.deepEqual(headers["x-forwarded-port"], ["443"]);
    assert.deepEqual(headers["x-forwarded-for"], [twin.network.clientIp(twin.network.place("Toronto"))]);
    assert.match(headers["x-amzn-trace-id"][0], /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
  });

  it("uses the last value where multi-value headers are off, and appends to X-Forwarded-For", async () => {
    await start();
    await get("/single?x=1&x=2", {
      method: "POST",
      body: "{}",
      headers: { "x-two": ["1", "2"], "x-forwarded-for": "203.0.113.9" },
    });
    const [{ event }] = events;
    assert.deepEqual(event.queryStringParameters, { x: "2" });
    assert.equal(event.headers["x-two"], "2");
    assert.match(event.headers["x-forwarded-for"], /^203\.0\.113\.9, /);
    assert.deepEqual([event.body, event.isBase64Encoded], [Buffer.from("{}").toString("base64"), true]);
  });

  it("notes every request with place and data class", async () => {
    await start();
    await get("/multi", { trace: "t-1" });
    const [hop] = twin.ledger.trace("t-1")!.hops;
    assert.deepEqual(
      [hop!.service, hop!.resource, hop!.action, hop!.region, hop!.jurisdiction, hop!.dataClass, hop!.outcome],
      ["load-balancer", "lookup", "GET /multi", region, "CA", "routing", "200"],
    );
  });

  it("answers by itself where no rule matches", async () => {
    await start();
    const reply = await get("/else");
    assert.deepEqual([reply.status, reply.body], [404, "no"]);
  });

  it("refuses with 502 what the function answers wrongly or not at all", async () => {
    await start();
    const responses: unknown[] = [
      null,
      "text",
      { body: "no status" },
      { statusCode: 99 },
      { statusCode: 200, headers: { a: "1" }, body: 5 },
      { statusCode: 200, multiValueHeaders: { a: "1" } },
      { statusCode: 200, body: "x".repeat(1024 * 1024) },
    ];
    for (const response of responses) {
      functions = () => response;
      assert.equal((await get("/multi")).status, 502, JSON.stringify(response)?.slice(0, 50));
    }
    functions = () => {
      throw new FunctionError("AccessDeniedException", "no permission");
    };
    assert.equal((await get("/multi")).status, 502);
  });

  it("refuses a group without a target, a body over 1 MB and an upgrade", async () => {
    await start();
    assert.equal((await get("/empty")).status, 503);
    assert.equal((await get("/multi", { method: "POST", body: Buffer.alloc(1024 * 1024 + 1) })).status, 413);
    assert.equal(events.length, 0);
    assert.equal((await get("/multi", { headers: { upgrade: "websocket" } })).status, 200); // no `Connection: upgrade`
  });

  it("refuses TLS below the listener's policy", async () => {
    await start();
    await assert.rejects(get("/multi", { maxVersion: "TLSv1.1" }));
  });

  it("shows its default certificate to whoever names no server, or another one", async () => {
    await start();
    for (const servername of [undefined, "www.example.org"]) {
      const [ip = ""] = twin.network.addressesOf(dnsName) ?? [];
      const from = twin.network.place("Toronto");
      const connection = await twin.network.connect({ from, ip, port: 443, trace: "trace" });
      const socket = connect({ socket: connection, rejectUnauthorized: false, ...(servername && { servername }) });
      await once(socket, "secureConnect");
      assert.match(String(socket.getPeerCertificate().subjectaltname), new RegExp(`DNS:${host}(,|$)`));
      socket.destroy();
    }
  });

  it("checks targets at their interval by invoking them, and follows the thresholds", async () => {
    const clock = new ManualClock();
    await start(clock);
    assert.equal(service.healthOf("balancer"), "healthy");
    await clock.advance(10_000);
    assert.equal(events[0].event.path, "/healthz");
    assert.deepEqual(events[0].event.multiValueHeaders, { "user-agent": ["ELB-HealthChecker/2.0"] });
    functions = () => ({ statusCode: 503 });
    await clock.advance(10_000);
    assert.equal(service.healthOf("balancer"), "healthy");
    await clock.advance(10_000);
    assert.equal(service.healthOf("balancer"), "unhealthy");
    assert.match(twin.events.list().at(-1)!.message, /^unhealthy in ca-central-1: 503/);
    functions = () => ({ statusCode: 200 });
    await clock.advance(10_000);
    assert.equal(service.healthOf("balancer"), "unhealthy");
    await clock.advance(10_000);
    assert.equal(service.healthOf("balancer"), "healthy");
    assert.equal(service.healthOf("nobody"), "unhealthy");
  });

  it("closes a connection with the first response after clientKeepAlive", async () => {
    const clock = new ManualClock();
    await start(clock);
    const address = { at: dnsName, host, path: "/multi" };
    const opening = open(twin, address);
    const tick = setInterval(() => void clock.advance(50), 2);
    try {
      const socket = await opening;
      assert.notEqual((await askOn(socket, address)).headers.connection, "close");
      await clock.advance(60_000);
      assert.equal((await askOn(socket, address)).headers.connection, "close");
      socket.destroy();
    } finally {
      clearInterval(tick);
    }
  });

  for (const [error, status, title] of [
    ["unavailable", 503, "503 Service Temporarily Unavailable"],
    ["gateway-timeout", 504, "504 Gateway Time-out"],
    ["bad-gateway", 502, "502 Bad Gateway"],
    ["internal", 500, "500 Internal Server Error"],
  ] as const) {
    it(`refuses with ${title} what the error "${error}" strikes, without asking the function`, async () => {
      await start();
      const { id } = twin.faults.add({ kind: "service-errors", region, service: "load-balancer", error });
      const reply = await get("/multi");
      assert.equal(reply.status, status);
      assert.match(reply.body, new RegExp(`<h1>${title}</h1>`));
      assert.deepEqual(events, []);
      twin.faults.remove(id);
      assert.equal((await get("/multi")).status, 200);
    });
  }

  it("answers later while it is slow, and on an open connection gives no response while one balancer is down", async () => {
    await start();
    const slow = twin.faults.add({ kind: "service-slow", region, service: "load-balancer", delayMs: 200 });
    const from = twin.clock.now();
    assert.equal((await get("/multi")).status, 200);
    assert.ok(twin.clock.now() - from >= 200);
    twin.faults.remove(slow.id);
    const down = { kind: "service-down", region, service: "load-balancer", resource: "lookup" };
    const { id } = twin.faults.add(down);
    let ended: string | undefined;
    const call = get("/multi").then(
      () => "answered",
      () => "ended",
    );
    void call.then((how) => {
      ended = how;
    });
    await twin.clock.sleep(500);
    assert.deepEqual([ended, events.length], [undefined, 1]);
    twin.faults.remove(id);
    assert.equal(await call, "ended");
  });

  it("refuses connections by silence while load balancing in the Region is down", async () => {
    await start();
    const { id } = twin.faults.add({ kind: "service-down", region, service: "load-balancer" });
    const [ip] = twin.network.addressesOf(dnsName)!;
    const connect = () =>
      twin.network.connect({ from: twin.network.place("Toronto"), ip: ip!, port: 443, trace: "t", timeoutMs: 300 });
    await assert.rejects(connect(), { code: "ETIMEDOUT" });
    twin.faults.remove(id);
    (await connect()).destroy();
  });
});
