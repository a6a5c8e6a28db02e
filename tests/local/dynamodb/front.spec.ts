import assert from "node:assert/strict";
import type { RegionalApi } from "../../../local/dynamodb/api";
import { Front } from "../../../local/dynamodb/front";
import { declaredTables } from "../../../local/dynamodb/rules/declared";
import { AccessKeys } from "../../../local/iam/service";
import { ManualClock } from "../../support/manual-clock";
import { postOnOneConnection } from "../../support/same-connection";
import { profiles, registry, roleArn, tablesGraph } from "../../support/tables";
import { type TestTwin, twinContext } from "../../support/twin-context";

const here = "ca-central-1";
const away = "us-east-1";

describe("a Region's endpoint during a call", () => {
  let clock: ManualClock;
  let twin: TestTwin;
  let front: Front;
  let callers: AccessKeys;
  let done: string[];
  /** What happens while the call is carried out. */
  let meanwhile: () => void;

  beforeEach(async () => {
    clock = new ManualClock();
    twin = await twinContext({ graph: tablesGraph(), clock });
    done = [];
    meanwhile = () => {};
    const api = (region: string) =>
      ({
        region,
        accesses: (action: string, { TableName }: { TableName: string }) => [{ action, table: TableName }],
        authorize: () => {},
        requireKeys: async () => {},
        run: async (operation: string) => {
          done.push(`${operation} in ${region}`);
          meanwhile();
          return { Item: { pk: { S: "x" } } };
        },
      }) as unknown as RegionalApi;
    const tables = new Map(declaredTables(twin.graph).map((table) => [table.name, table]));
    callers = new AccessKeys(twin);
    front = new Front(here, new Map([here, away].map((region) => [region, api(region)])), tables, callers, twin);
    await front.start();
  });
  afterEach(async () => {
    await front.stop();
    await twin.close();
  });

  /** A call that is under way: `ended` is what came of it, undefined as long as nothing does. */
  const send = (region: string, table: string) => {
    const { accessKeyId } = callers.issue({ roleArn, name: "profile", trace: () => "t" });
    const call = { ended: undefined as string | undefined };
    const headers = {
      "x-amz-target": "DynamoDB_20120810.GetItem",
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/dynamodb/aws4_request, x`,
    };
    fetch(front.endpoint, { method: "POST", headers, body: JSON.stringify({ TableName: table }) }).then(
      (response) => {
        call.ended = String(response.status);
      },
      () => {
        call.ended = "no response";
      },
    );
    return call;
  };
  const outcomes = () => twin.ledger.trace("t")?.hops.map(({ outcome }) => outcome) ?? [];
  const until = async (isSo: () => boolean) => {
    while (!isSo()) {
      await clock.advance(0);
    }
  };
  const cutOff = (region: string) => twin.faults.add({ kind: "registry-cut-off", region }).id;

  it("refuses a body over 16 MB as AWS's front door does, says so, and the connection goes on", async () => {
    const { accessKeyId } = callers.issue({ roleArn, name: "profile", trace: () => "t" });
    const headers = {
      "x-amz-target": "DynamoDB_20120810.GetItem",
      authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${here}/dynamodb/aws4_request, x`,
    };
    const most = 16 * 1024 * 1024;
    const call = (length: number) => JSON.stringify({ TableName: registry }).padEnd(length);
    const responses = await postOnOneConnection(front.endpoint, headers, [call(most + 1), call(most), call(0)]);
    assert.deepEqual(
      responses.map(({ status }) => status),
      [413, 200, 200],
    );
    assert.equal(responses[0]!.body, `HTTP content length exceeded ${most} bytes.`);
    assert.equal(done.length, 2);
    assert.deepEqual(
      twin.events.list().map(({ kind, subject }) => `${kind} ${subject}`),
      [`bad-request dynamodb ${here}`],
    );
  });

  it("answers, a round trip later where it is another Region's", async () => {
    const [near, far] = [send(here, registry), send(away, registry)];
    await until(() => near.ended !== undefined && clock.sleepers === 1);
    assert.deepEqual([near.ended, far.ended, done], ["200", undefined, [`GetItem in ${here}`]]);
    await clock.advance(twin.network.roundTripMs(twin.network.place(here), twin.network.place(away)));
    await until(() => far.ended !== undefined);
    assert.equal(far.ended, "200");
    assert.deepEqual(outcomes(), ["ok", "ok"]);
  });

  it("says nothing where the registry is cut off before the call is there, and does nothing", async () => {
    const call = send(away, registry);
    await until(() => clock.sleepers === 1);
    const fault = cutOff(away);
    await clock.advance(1_000);
    await until(() => outcomes().length === 1);
    assert.deepEqual([call.ended, done, outcomes()], [undefined, [], ["refused: no response"]]);
    twin.faults.remove(cutOff(here));
    front.faultsChanged();
    await clock.advance(1_000);
    assert.equal(call.ended, undefined, "another Region's return does not end it");
    twin.faults.remove(fault);
    front.faultsChanged();
    await until(() => call.ended !== undefined);
    assert.equal(call.ended, "no response");
  });

  for (const [what, table, fault, responded] of [
    ["the registry is cut off", registry, () => cutOff(here), false],
    ["the Region is lost", profiles, () => twin.faults.add({ kind: "region-down", region: here }), false],
    ["another Region's registry is cut off", registry, () => cutOff(away), true],
    ["the registry is cut off, which this is not", profiles, () => cutOff(here), true],
  ] as const) {
    it(`${responded ? "answers" : "keeps the response back"} where ${what} while the call is carried out`, async () => {
      meanwhile = () => void fault();
      const call = send(here, table);
      await until(() => outcomes().length === 1);
      for (let turn = 0; turn < 50; turn++) {
        await clock.advance(1_000);
      }
      if (responded) {
        await until(() => call.ended !== undefined);
      }
      assert.deepEqual([call.ended, outcomes()], responded ? ["200", ["ok"]] : [undefined, ["refused: no response"]]);
      assert.deepEqual(done, [`GetItem in ${here}`], "what was there is done");
    });
  }
});
