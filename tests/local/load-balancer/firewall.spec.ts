import assert from "node:assert/strict";
import type { WafRequest } from "../../../local/waf/types";
import { useBalancer } from "../../support/balancers";

describe("local/load-balancer, behind a firewall", () => {
  const used = useBalancer();
  const { start, get, events } = used;

  it("shows it the client's own address, which the accelerator preserves, method, path and headers", async () => {
    await start();
    const shown: { arn: string; request: WafRequest }[] = [];
    used.firewall = (arn, request) => {
      shown.push({ arn, request });
      return { action: "allow", rule: undefined };
    };
    assert.equal((await get("/multi/a%20b?x=1", { headers: { "x-two": "2" } })).status, 200);
    const [{ arn, request }] = shown as [(typeof shown)[0]];
    assert.equal(arn, "balancer");
    assert.equal(request.ip, used.twin.network.clientIp(used.twin.network.place("Toronto")));
    assert.deepEqual([request.method, request.path], ["GET", "/multi/a%20b"]);
    assert.deepEqual(request.headers.get("x-two"), ["2"]);
  });

  it("refuses with 403 what it blocks, without asking the function, and goes on asking for its targets' health", async () => {
    await start();
    used.firewall = () => ({ action: "block", rule: "address" });
    const reply = await get("/multi");
    assert.equal(reply.status, 403);
    assert.match(reply.body, /<h1>403 Forbidden<\/h1>/);
    assert.deepEqual(events, []);
    assert.equal(used.service.healthOf("balancer"), "healthy");
  });
});
