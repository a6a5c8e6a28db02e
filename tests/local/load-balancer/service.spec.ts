import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:tls";
import { FunctionError } from "../../../local/lambda/types";
import { dnsName, host, region, useBalancer } from "../../support/balancers";
import { askOn, open } from "../../support/https-client";
import { ManualClock } from "../../support/manual-clock";

describe("local/load-balancer", () => {
  const used = useBalancer();
  const { start, get, events } = used;

  it("serves a listener whose certificate is issued later from then on, once", async () => {
    let issued = false;
    const listeners: (() => Promise<void>)[] = [];
    await start(undefined, {
      forArn: () => {
        if (issued) {
          return used.twin.certificates.forHost(host);
        }
        throw new Error("pending validation");
      },
      onIssued: (listener) => void listeners.push(listener),
    });
    assert.equal(used.twin.network.addressesOf(dnsName), undefined);
    const lines = used.twin.events.list().filter(({ kind }) => kind === "load-balancer");
    assert.deepEqual(
      lines.map(({ message }) => message),
      [`not served in ${region}: pending validation`],
    );
    issued = true;
    await Promise.all(listeners.map((listener) => listener()));
    const addresses = used.twin.network.addressesOf(dnsName);
    assert.equal((await get("/single")).body, "ok");
    await Promise.all(listeners.map((listener) => listener()));
    assert.deepEqual(used.twin.network.addressesOf(dnsName), addresses);
  });

  it("invokes the function of the matching rule with the documented event", async () => {
    await start();
    used.functions = () => ({
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
    assert.deepEqual(headers["x-forwarded-for"], [used.twin.network.clientIp(used.twin.network.place("Toronto"))]);
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
    const [hop] = used.twin.ledger.trace("t-1")!.hops;
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
      used.functions = () => response;
      assert.equal((await get("/multi")).status, 502, JSON.stringify(response)?.slice(0, 50));
    }
    used.functions = () => {
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
      const [ip = ""] = used.twin.network.addressesOf(dnsName) ?? [];
      const from = used.twin.network.place("Toronto");
      const connection = await used.twin.network.connect({ from, ip, port: 443, trace: "trace" });
      const socket = connect({ socket: connection, rejectUnauthorized: false, ...(servername && { servername }) });
      await once(socket, "secureConnect");
      assert.match(String(socket.getPeerCertificate().subjectaltname), new RegExp(`DNS:${host}(,|$)`));
      socket.destroy();
    }
  });

  it("checks targets at their interval by invoking them, and follows the thresholds", async () => {
    const clock = new ManualClock();
    await start(clock);
    assert.equal(used.service.healthOf("balancer"), "healthy");
    await clock.advance(10_000);
    assert.equal(events[0].event.path, "/healthz");
    assert.deepEqual(events[0].event.multiValueHeaders, { "user-agent": ["ELB-HealthChecker/2.0"] });
    used.functions = () => ({ statusCode: 503 });
    await clock.advance(10_000);
    assert.equal(used.service.healthOf("balancer"), "healthy");
    await clock.advance(10_000);
    assert.equal(used.service.healthOf("balancer"), "unhealthy");
    assert.match(used.twin.events.list().at(-1)!.message, /^unhealthy in ca-central-1: 503/);
    used.functions = () => ({ statusCode: 200 });
    await clock.advance(10_000);
    assert.equal(used.service.healthOf("balancer"), "unhealthy");
    await clock.advance(10_000);
    assert.equal(used.service.healthOf("balancer"), "healthy");
    assert.equal(used.service.healthOf("nobody"), "unhealthy");
  });

  it("closes a connection with the first response after clientKeepAlive", async () => {
    const clock = new ManualClock();
    await start(clock);
    const address = { at: dnsName, host, path: "/multi" };
    const opening = open(used.twin, address);
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
});
