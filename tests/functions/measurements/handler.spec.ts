/** The collector as Lambda runs it behind API Gateway. */
import assert from "node:assert/strict";
import { Day } from "../support/day";
import { address, fromGateway, subject } from "../support/gateway";
import { startHandler } from "../support/handler";
import { domain, startTables, type Tables } from "../support/tables";

describe("the measurements handler", () => {
  let day: Day;
  let tables: Tables;
  const environment = () => ({
    AWS_REGION: "ca-west-1",
    AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
    APP_ORIGINS: `app.${domain}`,
    DOMAIN: domain,
    JURISDICTION: "CA",
    REGIONS_TABLE: "regions",
  });
  before(async () => {
    tables = await startTables();
  });
  after(() => tables.stop());
  beforeEach(() => {
    day = new Day();
  });
  afterEach(() => day.end());

  it("leaves metrics and one line for each batch, and nothing of whoever sent it", async () => {
    const call = startHandler("measurements", environment());
    const measurement = {
      kind: "request",
      at: Date.now(),
      ms: 42,
      region: "ca-west-1",
      jurisdiction: "CA",
      status: 200,
      attempts: 1,
      network: "wifi",
    };
    const { result, log } = await call(
      fromGateway("POST", "/v1/measurements", { body: { measurements: [measurement], dropped: 2 } }),
    );
    assert.deepEqual([result.statusCode, result.headers["home-region"]], [202, "ca-west-1"]);
    assert.doesNotMatch(JSON.stringify(log), new RegExp(`org_|${subject}|${address}`));
    const [metrics, lost, { ms: _, ...line }, ...more] = log as [any, any, Record<string, unknown>];
    assert.deepEqual(
      [metrics.Duration, metrics._aws.Timestamp, lost.Lost, lost.Jurisdiction, lost._aws.Timestamp],
      [[42], measurement.at, 2, "CA", measurement.at],
    );
    assert.deepEqual(line, { function: "measurements", status: 202, route: "/v1/measurements" });
    assert.deepEqual(more, []);
  });

  it("refuses what is sent while its Region is evacuated", async () => {
    await tables.client.putItem("regions", { pk: "evacuation#ca-west-1", state: "evacuated", since: "", by: "jane" });
    const call = startHandler("measurements", environment());
    const { result, log } = await call(
      fromGateway("POST", "/v1/measurements", { body: { measurements: [], dropped: 0 } }),
    );
    assert.deepEqual([result.statusCode, JSON.parse(result.body).code], [503, "evacuated"]);
    assert.equal(log.length, 1, "no metric");
  });
});
