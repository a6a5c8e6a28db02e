import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { recoveryCommand } from "../../../ops/recovery";
import { run } from "../shared/run";

const names = [
  "PRIMARY_REGION",
  "SECONDARY_REGION",
  "DOMAIN_NAME",
  "RTO_MINUTES",
  "RPO_MINUTES",
  "PORT",
  "HOME_REGION_TWIN",
];

describe("the verbs of disaster recovery", () => {
  const kept = new Map(names.map((name) => [name, process.env[name]]));
  beforeEach(() => {
    for (const name of names) {
      delete process.env[name];
    }
  });
  afterEach(() => {
    for (const [name, value] of kept) {
      delete process.env[name];
      Object.assign(process.env, value !== undefined && { [name]: value });
    }
  });
  const dry = async (...words: string[]) => {
    const { code, stdout, stderr } = await run(recoveryCommand(), ...words, "--dry-run");
    assert.deepEqual([code, stderr], [0, ""]);
    return stdout.trimEnd().split("\n");
  };

  it("deploy the global stack first, then the primary, then the secondary, each with the packs", async () => {
    const stacksOf = (lines: string[]) => lines.map((line) => /--stack (\S+) --policy-pack /.exec(line)?.[1]);
    assert.deepEqual(stacksOf(await dry("deploy-all")), ["global", "ca", "ca-west"]);
    assert.deepEqual(stacksOf(await dry("deploy-primary")), ["global", "ca"]);
    process.env.PRIMARY_REGION = "us-east-1";
    assert.deepEqual(stacksOf(await dry("deploy-secondary")), ["us-west"]);
  });

  it("hand the objectives to the drill, and the jurisdiction of the primary", async () => {
    Object.assign(process.env, { PRIMARY_REGION: "us-east-1", RTO_MINUTES: "3", RPO_MINUTES: "1" });
    assert.deepEqual(await dry("test-failover"), [
      "would run: npm run drill -- run region-lost --rto 3 --rpo 1 --jurisdiction US",
    ]);
  });

  it("ask the twin, or AWS, how everything is", async () => {
    assert.deepEqual(await dry("check-health", "--port", "4700"), ["would run: npm run health -- --port 4700"]);
    assert.deepEqual(await dry("check-health", "--aws"), ["would run: npm run health -- --aws"]);
  });

  it("take the primary away in the twin for as long as the objective is", async () => {
    process.env.RTO_MINUTES = "2";
    const [line] = await dry("simulate-outage", "--twin", "http://127.0.0.1:9");
    assert.equal(
      line,
      'would send {"kind":"region-down","region":"ca-central-1","durationMs":120000} to http://127.0.0.1:9/api/faults',
    );
  });

  it("refuses an outage where no twin answers, settings that are wrong, and another verb", async () => {
    const outage = await run(recoveryCommand(), "simulate-outage", "--twin", "http://127.0.0.1:9");
    assert.deepEqual([outage.code, outage.stdout], [1, ""]);
    assert.match(outage.stderr, /no twin answers at .*make up/);
    process.env.RTO_MINUTES = "never";
    const wrong = await run(recoveryCommand(), "deploy-all", "--dry-run");
    assert.deepEqual([wrong.code, wrong.stdout], [1, ""]);
    assert.match(wrong.stderr, /^RTO_MINUTES is "never"/);
    assert.notEqual((await run(recoveryCommand(), "deploy-everything")).code, 0);
  });

  it("are targets of the Makefile, every one", () => {
    const makefile = readFileSync(join(__dirname, "../../../Makefile"), "utf8");
    for (const verb of [
      "deploy-primary",
      "deploy-secondary",
      "deploy-all",
      "test-failover",
      "check-health",
      "simulate-outage",
    ]) {
      assert.match(makefile, new RegExp(`^${verb}:.*## `, "m"), verb);
    }
  });
});
