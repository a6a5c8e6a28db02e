/** The alarms that the stacks declare, over calls that a test makes. */
import assert from "node:assert/strict";
import { Graph } from "../../../graph/graph";
import { Alarms } from "../../../local/cloudwatch/alarms";
import { ManualClock } from "../../support/manual-clock";
import { evaluatedStacks } from "../../support/stacks";
import { graphOf, resource, type TestTwin, twinContext } from "../../support/twin-context";

const region = "ca-central-1";

describe("alarms", function () {
  this.timeout(60_000);
  let stacks: Graph;
  let clock: ManualClock;
  let twin: TestTwin;
  let alarms: Alarms;
  let healthy: boolean;

  before(async () => {
    stacks = new Graph(await evaluatedStacks());
  });
  const begin = async (graph: Graph) => {
    clock = new ManualClock();
    healthy = true;
    twin = await twinContext({ graph, clock });
    alarms = new Alarms(twin, () => healthy);
    alarms.start();
    await clock.advance(1_000); // off the minute, at which alarms are evaluated
  };
  afterEach(async () => {
    alarms.stop();
    await twin.close();
  });

  const call = (service: string, name: string, action: string, outcome: string, times = 1, where = region, ms = 20) => {
    for (let turn = 0; turn < times; turn++) {
      twin.ledger.hop({
        trace: "t",
        ms,
        service,
        resource: name,
        action,
        place: where,
        region: where,
        dataClass: "operational",
        outcome,
      });
    }
  };
  const api = (action: string, outcome: string, times = 1) => call("api-gateway", "api", action, outcome, times);
  const ringing = () =>
    alarms.list().flatMap(({ name, about, state }) => (state === "ALARM" ? [`${about} ${name}`] : []));
  const minutes = (count: number) => clock.advance(count * 60_000);

  it("ring when five users of five are refused, however many health checkers are answered", async () => {
    await begin(stacks);
    api("GET /healthz", "200", 500);
    api("GET /v1/profile", "500", 5);
    await minutes(1);
    assert.deepEqual(ringing(), [`${region} alarms-api-get-v1-profile-errors`]);
    const [event] = twin.events.list().filter(({ kind }) => kind === "alarm");
    assert.match(event!.message, /^ALARM: GET \/v1\/profile fails for users \(1 against 0\.05\)$/);
    await minutes(5);
    assert.deepEqual(ringing(), [], "nobody has been refused for five minutes");
    assert.equal(twin.events.list().filter(({ kind }) => kind === "alarm").length, 2);
  });

  it("ring for five failures that come one a minute", async () => {
    await begin(stacks);
    for (let minute = 0; minute < 4; minute++) {
      api("PUT /v1/profile", "503");
      await minutes(1);
      assert.deepEqual(ringing(), []);
    }
    api("PUT /v1/profile", "503");
    await minutes(1);
    assert.deepEqual(ringing(), [`${region} alarms-api-put-v1-profile-errors`]);
  });

  it("do not ring for one of a thousand, for four of four, or for what users did wrong", async () => {
    await begin(stacks);
    api("GET /v1/profile", "200", 995);
    api("GET /v1/profile", "500", 5);
    api("PUT /v1/profile", "500", 4);
    api("POST /v1/measurements", "401", 100);
    await minutes(1);
    assert.deepEqual(ringing(), []);
  });

  it("ring for slow answers where there are enough to tell, three minutes of five", async () => {
    await begin(stacks);
    const slowly = (times: number) => call("api-gateway", "api", "GET /v1/profile", "200", times, region, 2500);
    for (let minute = 0; minute < 5; minute++) {
      slowly(999);
      await minutes(1);
    }
    assert.deepEqual(ringing(), []);
    await minutes(5);
    for (let minute = 0; minute < 3; minute++) {
      slowly(1000);
      await minutes(1);
    }
    assert.deepEqual(ringing(), [`${region} alarms-api-get-v1-profile-latency`]);
  });

  it("ring for what the functions, the load balancer and the tables report", async () => {
    await begin(stacks);
    call("lambda", "api-profile", "invoke", "Sandbox.Timedout", 5);
    call("lambda", "api-authorizer", "invoke", "TooManyRequestsException", 5);
    call("lambda", "lookup", "invoke", "404", 5);
    call("lambda", "api-measurements", "invoke", "ServiceException", 5);
    call("load-balancer", "lookup", "GET /v1/organizations/acme/home", "502", 5);
    call("dynamodb", "data-profiles", "GetItem", "refused: InternalServerError", 5, "ca-west-1");
    call("dynamodb", "data-idempotency", "GetItem", "refused: AccessDeniedException", 5);
    await minutes(1);
    assert.deepEqual(ringing().sort(), [
      `${region} alarms-api-authorizer-function-throttles`,
      `${region} alarms-api-profile-function-errors`,
      `${region} alarms-lookup-errors`,
      "ca-west-1 alarms-data-profiles-errors",
    ]);
  });

  it("ring in the standby's Region when users write there, and not for slow reads that come to it", async () => {
    await begin(stacks);
    const west = (action: string) => call("api-gateway", "api", action, "200", 5, "ca-west-1");
    west("GET /v1/profile");
    await minutes(2);
    assert.deepEqual(ringing(), []);
    west("PUT /v1/profile");
    await minutes(1);
    assert.deepEqual(ringing(), []);
    west("PUT /v1/profile");
    await minutes(1);
    assert.deepEqual(ringing(), ["ca-west-1 alarms-api-serves"]);
  });

  it("ring in us-east-1 when health checkers find a Region down, about that Region", async () => {
    await begin(stacks);
    await minutes(1);
    assert.deepEqual(ringing(), [], "a new check has reported by then");
    healthy = false;
    await minutes(1);
    const found = alarms.list().find(({ state, about }) => state === "ALARM" && about === region)!;
    assert.deepEqual([found.name, found.region], ["alarms-failover", "us-east-1"]);
  });

  it("are silent about a health check that has not been well yet, for as long as its warm-up lasts", async () => {
    await begin(stacks);
    healthy = false;
    await minutes(9);
    assert.deepEqual(ringing(), [], "a Region that is being set up");
    await minutes(2);
    assert.ok(ringing().includes(`${region} alarms-failover`), "it never came up");
  });

  it("are silent in a Region that is down", async () => {
    await begin(stacks);
    api("GET /v1/profile", "500", 5);
    twin.faults.add({ kind: "region-down", region });
    await minutes(1);
    assert.deepEqual(ringing(), []);
  });

  it("say what is not evaluated here, and why", async () => {
    const declared = (name: string, inputs: object) =>
      resource(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        name,
        { period: 60, evaluationPeriods: 1, ...inputs },
        { region },
      );
    const comparison = { comparisonOperator: "GreaterThanThreshold", threshold: 1 };
    const count = { namespace: "AWS/ApiGateway", metricName: "Count", dimensions: {} };
    await begin(
      graphOf(
        declared("lag", { ...comparison, ...count, metricName: "ReplicationLatency", namespace: "AWS/DynamoDB" }),
        declared("trimmed", { ...comparison, ...count, extendedStatistic: "TM(10%:90%)" }),
        declared("band", { ...comparison, ...count, statistic: "Sum", comparisonOperator: "LessThanLowerThreshold" }),
      ),
    );
    await minutes(1);
    assert.deepEqual(
      alarms.list().map(({ name, state, reason }) => [name, state, reason]),
      [
        ["lag", "INSUFFICIENT_DATA", "AWS/DynamoDB ReplicationLatency is not counted here"],
        ["trimmed", "INSUFFICIENT_DATA", "statistic TM(10%:90%) is not supported"],
        ["band", "INSUFFICIENT_DATA", "comparison LessThanLowerThreshold is not supported"],
      ],
    );
  });
});
