import assert from "node:assert/strict";
import { LocalWaf } from "../../../local/waf/service";
import type { WafRequest } from "../../../local/waf/types";
import { graphOf, resource, type TestTwin, twinContext } from "../../support/twin-context";

const region = "ca-central-1";
const declared = (kind: string, name: string, inputs: object, rest = {}) =>
  resource(`aws:wafv2/${kind}`, name, inputs as Record<string, any>, { region, ...rest });
const from = (ip: string): WafRequest => ({ ip, method: "GET", path: "/", headers: new Map() });

describe("local/waf", () => {
  let twin: TestTwin;
  let waf: LocalWaf;
  beforeEach(async () => {
    const rules = [
      { name: "known", priority: 0, action: { block: {} }, statement: { ipSetReferenceStatement: { arn: "set" } } },
      { name: "geo", priority: 1, action: { block: {} }, statement: { geoMatchStatement: {} } },
    ];
    const graph = graphOf(
      declared("ipSet:IpSet", "set", { addresses: ["192.0.2.0/24"] }, { outputs: { arn: "set" } }),
      declared("webAcl:WebAcl", "acl", { rules, defaultAction: { allow: {} } }, { outputs: { arn: "acl" } }),
      declared("webAclAssociation:WebAclAssociation", "a", { webAclArn: "acl", resourceArn: "stage" }),
      declared("webAclAssociation:WebAclAssociation", "b", { webAclArn: "acl", resourceArn: "pool" }),
      declared("webAclAssociation:WebAclAssociation", "c", { webAclArn: "nobody's", resourceArn: "lost" }),
    );
    twin = await twinContext({ graph });
    waf = new LocalWaf(twin);
    await waf.start();
  });
  afterEach(async () => {
    await waf.stop();
    await twin.close();
  });

  it("judges for what the web ACL is associated with, and lets everything else in", () => {
    assert.deepEqual(waf.judge("stage", from("192.0.2.1")), { action: "block", rule: "known" });
    assert.deepEqual(waf.judge("stage", from("203.0.113.1")), { action: "allow", rule: undefined });
    for (const other of ["lost", "unknown"]) {
      assert.equal(waf.judge(other, from("192.0.2.1")).action, "allow");
    }
  });

  it("counts what each rule blocks, and puts the first of it on the timeline", () => {
    for (const arn of ["stage", "stage", "pool"]) {
      waf.judge(arn, from("192.0.2.1"));
    }
    assert.deepEqual(waf.blocked(), [{ webAcl: "acl", region, rule: "known", requests: 3 }]);
    const lines = twin.events.list().filter(({ kind }) => kind === "firewall");
    assert.deepEqual(
      lines.map(({ subject, message }) => [subject, message]),
      [[region, "rule known of web ACL acl blocks requests"]],
    );
  });

  it("says at the start what it does not judge, once", () => {
    const lines = twin.events.list().filter(({ kind }) => kind === "unsupported");
    assert.deepEqual(
      lines.map(({ message }) => message),
      ["web ACL acl: geoMatchStatement matches nothing"],
    );
  });
});
