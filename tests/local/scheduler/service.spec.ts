import assert from "node:assert/strict";
import { FunctionError } from "../../../local/lambda/types";
import { everyMs } from "../../../local/scheduler/rules";
import { firstRunMs, Schedules } from "../../../local/scheduler/service";
import { ManualClock } from "../../support/manual-clock";
import { graphOf, resource, twinContext } from "../../support/twin-context";

const region = "ca-central-1";
const account = "123456789012";
const roleArn = `arn:aws:iam::${account}:role/clock`;
const targetArn = `arn:aws:lambda:${region}:${account}:function:copy`;

/** What is invoked, and what is said, in the first turns after a start. */
async function run(own: { allowed?: string; group?: string; fails?: boolean; forMs?: number } = {}) {
  const { allowed = targetArn, group = "default", fails = false, forMs = firstRunMs } = own;
  const trust = {
    Effect: "Allow",
    Principal: { Service: "scheduler.amazonaws.com" },
    Action: "sts:AssumeRole",
    Condition: { StringEquals: { "aws:SourceArn": `arn:aws:scheduler:${region}:${account}:schedule-group/${group}` } },
  };
  const invoke = { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: allowed };
  const text = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  const inputs = { scheduleExpression: "rate(15 minutes)", target: { arn: targetArn, roleArn } };
  const arn = `arn:aws:scheduler:${region}:${account}:schedule/default/copy`;
  const clock = new ManualClock();
  const twin = await twinContext({
    clock,
    graph: graphOf(
      resource("aws:iam/role:Role", "clock", { assumeRolePolicy: text(trust) }, { outputs: { arn: roleArn } }),
      resource("aws:iam/rolePolicy:RolePolicy", "clock", { role: "clock-id", policy: text(invoke) }),
      resource("aws:scheduler/schedule:Schedule", "copy", inputs, { region, outputs: { arn } }),
    ),
  });
  const invoked: string[] = [];
  const schedules = new Schedules(twin, {
    invoke: async ({ functionArn }) => {
      invoked.push(functionArn);
      if (fails) {
        throw new FunctionError("Sandbox.Timedout", "too slow");
      }
    },
  });
  await schedules.start();
  await clock.advance(forMs);
  await schedules.stop();
  await clock.advance(3_600_000);
  const said = twin.events.list(0).map(({ message }) => message);
  await twin.close();
  return { invoked, said };
}

describe("the scheduler", () => {
  it("invokes what is declared half a minute after the start, then at its rate, and no more once it is stopped", async () => {
    assert.deepEqual(await run({ forMs: firstRunMs - 1 }), { invoked: [], said: [] });
    assert.deepEqual(await run(), { invoked: [targetArn], said: [] });
    assert.deepEqual((await run({ forMs: 899_999 })).invoked.length, 1);
    assert.deepEqual((await run({ forMs: 1_800_000 })).invoked.length, 3);
  });

  it("refuses to invoke without the permission, or for a role that trusts another group's schedules", async () => {
    for (const own of [{ allowed: `${targetArn}-other` }, { group: "other" }]) {
      const { invoked, said } = await run(own);
      assert.deepEqual(invoked, []);
      assert.match(said.join(), /schedule "copy" in ca-central-1 failed: its role may not invoke/);
    }
  });

  it("says when its target fails, and goes on", async () => {
    const { invoked, said } = await run({ fails: true });
    assert.deepEqual(invoked, [targetArn]);
    assert.deepEqual(said, ['schedule "copy" in ca-central-1 failed: Sandbox.Timedout: too slow']);
  });

  it("knows rates, and refuses every other expression", () => {
    assert.deepEqual(
      ["rate(1 minute)", "rate(15 minutes)", "rate(2 hours)", "rate(1 day)"].map(everyMs),
      [60_000, 900_000, 7_200_000, 86_400_000],
    );
    for (const expression of ["cron(0 * * * ? *)", "rate(0 minutes)", "rate(5 weeks)", ""]) {
      assert.throws(() => everyMs(expression), /use rate\(15 minutes\)/, expression);
    }
  });
});
