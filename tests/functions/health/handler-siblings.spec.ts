/** What health says of siblings, as Lambda runs it, with real tables and a DNS server. */
import assert from "node:assert/strict";
import { Day } from "../support/day";
import { startDns, text } from "../support/dns";
import { fromGateway } from "../support/gateway";
import { startHandler } from "../support/handler";
import { result as reply, type Scripted, startScripted } from "../support/scripted-api";
import { startTables } from "../support/tables";

const keyArn = "arn:aws:kms:ca-west-1:123456789012:key/1";

describe("the health handler, of siblings", () => {
  let api: Scripted;
  before(async () => {
    api = await startScripted();
    // What users need works: Lambda's answer and KMS's in one.
    api.replies = [reply(200, { dependencies: [], KeyMetadata: { KeyState: "Enabled" } })];
    // Nothing may leave this machine: the way to the sibling's gateway ends here.
    process.env.HTTPS_PROXY = "http://127.0.0.1:9";
  });
  after(async () => {
    delete process.env.HTTPS_PROXY;
    await api.stop();
  });

  const start = (more: Record<string, string>) =>
    startHandler("health", {
      AWS_REGION: "ca-west-1",
      AWS_ENDPOINT_URL_LAMBDA: api.endpoint,
      AWS_ENDPOINT_URL_KMS: api.endpoint,
      JURISDICTION: "CA",
      PROBED_FUNCTIONS: '{"profile":"api-profile-2"}',
      ...more,
    });

  it("reads what is ordered of both Regions in its own, every five seconds at most, and tells the siblings", async () => {
    const tables = await startTables();
    const order = (region: string, state: string) =>
      tables.client.putItem("regions", { pk: `evacuation#${region}`, state, since: "", by: "jane" });
    const orders = { KEY_ARN: keyArn, AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint, REGIONS_TABLE: "regions" };
    const day = new Day();
    try {
      const call = start(orders);
      const told = async (path: string) => {
        const { result } = await call(fromGateway("GET", path));
        assert.doesNotMatch(result.body, /jane/);
        return [result.statusCode, JSON.parse(result.body)];
      };
      const place = { region: "ca-west-1", jurisdiction: "CA" };
      assert.deepEqual(await told("/siblings"), [200, { ...place, statements: [] }]);
      await order("ca-central-1", "evacuated");
      day.pass(4_999);
      assert.deepEqual(await told("/siblings"), [200, { ...place, statements: [] }]);
      day.pass(1);
      assert.deepEqual(await told("/siblings"), [200, { ...place, statements: ["leave ca-central-1"] }]);
      assert.deepEqual(await told("/healthz"), [200, { status: "ok", ...place }]);
      await order("ca-west-1", "evacuated");
      day.pass(5_000);
      assert.deepEqual(await told("/healthz"), [503, { status: "evacuated", ...place }]);
    } finally {
      day.end();
      await tables.stop();
    }
  });

  it("keeps people in a standby that health checkers lead them to, for as long as it is told", async () => {
    const [tables, dns] = [await startTables(), await startDns()];
    const standby = {
      KEY_ARN: keyArn,
      AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
      REGIONS_TABLE: "regions",
      DOMAIN: "example.com",
    };
    try {
      dns.answer = text("_healthy.ca.api.example.com", "ca-west-1");
      const told = async (call: ReturnType<typeof start>) =>
        JSON.parse((await call(fromGateway("GET", "/siblings"))).result.body).statements;
      assert.deepEqual(await told(start(standby)), [], "returns do not wait");
      assert.deepEqual(dns.asked, []);
      assert.deepEqual(await told(start({ ...standby, RETURN_AFTER_MINUTES: "7" })), ["leave ca-central-1"]);
      assert.deepEqual(dns.asked, ["TXT _healthy.ca.api.example.com"]);
      const row = await tables.client.getItem("regions", { pk: "hold#ca-central-1" }, true);
      assert.equal(Date.parse(String(row?.until)) - Date.parse(String(row?.seen)), 7 * 60_000);
    } finally {
      await Promise.all([tables.stop(), dns.stop()]);
    }
  });
});
