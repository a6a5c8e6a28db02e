import assert from "node:assert/strict";
import { allCheckerRanges } from "../../../model/checker-ranges";
import type { Context } from "../../../ops/doctor/check";
import { checkers } from "../../../ops/doctor/checkers";
import type { Executed } from "../../../ops/doctor/execute";

const run = (aws: boolean, executed: Partial<Executed>) =>
  checkers.run({ aws, execute: async () => ({ code: 0, stdout: "", stderr: "", ...executed }) } as unknown as Context);

describe("the doctor's look at Route 53's health checkers", () => {
  it("asks AWS for its list, and nobody without --aws", async () => {
    const asked: (readonly string[])[] = [];
    const execute = async (_: string, args: readonly string[]) => {
      asked.push(args);
      return { code: 0, stdout: "15.177.2.0/23", stderr: "" };
    };
    await checkers.run({ aws: false, execute } as unknown as Context);
    assert.equal(asked.length, 0);
    await checkers.run({ aws: true, execute } as unknown as Context);
    assert.deepEqual(
      asked.map((args) => args.slice(0, 2)),
      [["route53", "get-checker-ip-ranges"]],
    );
  });

  it("is content with ranges that ours contain, fewer ones too", async () => {
    for (const published of [allCheckerRanges, ["15.177.2.0/23", "54.183.255.128/26"]]) {
      const [finding] = await run(true, { stdout: `${published.join("\t")}\n` });
      assert.equal(finding!.status, "ok");
      assert.ok(finding!.found.includes(`all ${published.length} ranges`));
    }
  });

  it("names each range that is new, and where it belongs", async () => {
    const [finding] = await run(true, { stdout: "15.177.2.0/23\t15.177.0.0/17\t203.0.113.0/26" });
    assert.equal(finding!.status, "look");
    assert.match(finding!.found, /: 15\.177\.0\.0\/17, 203\.0\.113\.0\/26;/);
    assert.match(finding!.fix!, /model\/checker-ranges\.ts/);
  });

  it("says that it does not know where the CLI is absent, fails or is silent", async () => {
    for (const executed of [{ missing: true }, { code: 1, stdout: "15.177.2.0/23" }, { stdout: "\n" }]) {
      const [finding] = await run(true, executed as Partial<Executed>);
      assert.equal(finding!.status, "unknown");
    }
  });
});
