import assert from "node:assert/strict";
import type { Context } from "../../../ops/doctor/check";
import type { Executed } from "../../../ops/doctor/execute";
import { quotasCheck } from "../../../ops/doctor/quotas";
import { optIn, regions, regionsToDeploy } from "../../../ops/doctor/regions";

const response = (stdout: string, code = 0, stderr = ""): Executed => ({ missing: false, code, stdout, stderr });
const enable =
  "aws account enable-region --region-name ca-west-1 (minutes, sometimes hours), and use Regional STS endpoints";

describe("the doctor's look at Regions", () => {
  const stacks = ["global", "ca", "ca-west"];

  it("is at those of the stacks that are to be deployed, and at those that are off at first", async () => {
    assert.deepEqual(regionsToDeploy({ stacks }), ["ca-central-1", "ca-west-1"]);
    const run = (given: string[]) => regions.run({ stacks: given, aws: false } as unknown as Context);
    assert.deepEqual(await run(["global", "ca"]), [{ status: "ok", found: "none that must be switched on" }]);
    assert.deepEqual(await run(stacks), [{ status: "look", found: "ca-west-1 is off in a new account", fix: enable }]);
  });

  it("knows which Regions of each continent are off at first", () => {
    const off = [
      "af-south-1",
      "ap-east-1",
      "ap-southeast-7",
      "ca-west-1",
      "eu-south-2",
      "il-central-1",
      "mx-central-1",
    ];
    assert.deepEqual(
      off.filter((region) => !optIn.has(region)),
      [],
    );
    const on = ["ca-central-1", "eu-central-1", "us-east-1", "us-west-2", "ap-southeast-2", "sa-east-1"];
    assert.deepEqual(
      on.filter((region) => optIn.has(region)),
      [],
    );
  });

  it("asks the aws CLI where it may", async () => {
    const run = (executed: Executed) =>
      regions.run({
        ...{ stacks, aws: true },
        execute: async (...call: unknown[]) => {
          assert.equal(
            call.flat().join(" "),
            "aws account get-region-opt-status --region-name ca-west-1 --query RegionOptStatus --output text",
          );
          return executed;
        },
      } as unknown as Context);
    for (const status of ["ENABLED\n", "ENABLED_BY_DEFAULT"]) {
      assert.deepEqual(await run(response(status)), [{ status: "ok", found: "ca-west-1 is on" }]);
    }
    for (const status of ["DISABLED", "ENABLING", "NOT_ENABLED"]) {
      assert.deepEqual(await run(response(`${status}\n`)), [
        { status: "fix", found: `ca-west-1 is ${status}`, fix: enable },
      ]);
    }
    assert.deepEqual(await run(response("", 254, "no access\nmore")), [
      { status: "unknown", found: "not checked: ca-west-1: no access" },
    ]);
    assert.equal((await run({ missing: true }))[0]?.status, "look");
  });
});

describe("the doctor's look at quotas", () => {
  const stacks = ["global", "us", "ca-west"];
  const lambda = "Lambda concurrent executions";

  it("says what is usual and needed, and how to find out, where AWS is not asked", async () => {
    const found = await quotasCheck.run({ stacks, aws: false } as unknown as Context);
    assert.deepEqual(
      found.map(({ found: text }) => text),
      [
        `${lambda}: usually 1,000, but 10 in many new accounts; needed 100 (lookups, authorizer and profiles share it; a standby takes a whole jurisdiction)`,
        "VPCs per Region: usually 5, the default VPC included; needed 2 (one for the load balancer)",
        "Application Load Balancers per Region: usually 50; needed 1 (one for the lookup)",
        "API Gateway custom domain names: usually 120; needed 2 (the jurisdiction's name and the Region's own)",
        "API Gateway requests per second: usually 10,000, but 2,500 in newer Regions, ca-west-1 among them; needed 2,500 (a standby must take what its primary takes: ask for the same in both)",
        "Route 53 health checks: usually 200 an account; needed 4 (one a Region)",
        "Standard accelerators: usually 20 an account; shown in us-east-1 only; needed 3 (the lookup's, and one a jurisdiction with workloads)",
      ],
    );
    assert.ok(found.every(({ status }) => status === "look"));
    const get = (service: string, code: string) =>
      `aws service-quotas get-service-quota --service-code ${service} --quota-code ${code} --region REGION`;
    assert.deepEqual(
      found.map(({ fix }) => fix),
      [
        get("lambda", "L-B99A9384"),
        get("vpc", "L-F678F1CE"),
        get("elasticloadbalancing", "L-53DA6B97"),
        get("apigateway", "L-A93447B8"),
        get("apigateway", "L-8A5B8E43"),
        get("route53", "L-ACB674F3"),
        "look in the Service Quotas console under globalaccelerator",
      ],
    );
    const without = { stacks, aws: true, execute: async () => ({ missing: true }) } as unknown as Context;
    assert.deepEqual(await quotasCheck.run(without), found);
  });

  it("asks for each where it counts, and compares", async () => {
    const asked: string[] = [];
    const values: Record<string, Executed> = {
      "L-B99A9384": response("99.0\n"),
      "L-F678F1CE": response("2.0\n"),
      "L-53DA6B97": { missing: false, code: 254, stdout: "50", stderr: "AccessDeniedException: no\nmore" },
      "L-A93447B8": { missing: true },
      "L-8A5B8E43": response("None"),
      "L-ACB674F3": response("200"),
    };
    const found = await quotasCheck.run({
      ...{ stacks, aws: true },
      execute: async (file: string, args: readonly string[]) => {
        const call = [file, ...args].join(" ");
        asked.push(call);
        return call === "aws --version" ? response("aws-cli/2") : values[args[5] ?? ""];
      },
    } as unknown as Context);
    const get = (code: string, service: string, region: string) =>
      `aws service-quotas get-service-quota --service-code ${service} --quota-code ${code} --region ${region} --query Quota.Value --output text`;
    assert.equal(asked[0], "aws --version");
    assert.ok(asked.includes(get("L-B99A9384", "lambda", "us-east-1")));
    assert.ok(asked.includes(get("L-B99A9384", "lambda", "ca-west-1")));
    assert.deepEqual(
      asked.filter((call) => call.includes("L-ACB674F3")),
      [get("L-ACB674F3", "route53", "us-east-1")],
    );
    assert.equal(asked.length, 1 + 5 * 2 + 1);
    assert.equal(found.length, 5 * 2 + 2);
    const about = (name: string) =>
      found.filter(({ found: text }) => text.startsWith(name)).map(({ status }) => status);
    assert.deepEqual(about(lambda), ["fix", "fix"]);
    assert.deepEqual(about("VPCs"), ["ok", "ok"]);
    assert.deepEqual(about("Application"), ["look", "look"]);
    assert.deepEqual(about("API Gateway custom"), ["look", "look"]);
    assert.deepEqual(about("API Gateway requests"), ["look", "look"]);
    assert.deepEqual(about("Route 53"), ["ok"]);
    assert.deepEqual(about("Standard"), ["look"]);
    const texts = found.map(({ found: text }) => text);
    const notAsked = (name: string, reason: string) =>
      texts.some((text) => text.startsWith(`${name} in ca-west-1 (AWS did not say: ${reason}): usually `));
    assert.ok(notAsked("Application Load Balancers per Region", "AccessDeniedException: no"));
    assert.ok(notAsked("API Gateway custom domain names", "no aws CLI"));
    assert.ok(notAsked("API Gateway requests per second", "None"));
    assert.ok(texts.includes("VPCs per Region in ca-west-1: 2"));
    const must = found.find(({ found: text }) => text.startsWith(`${lambda} in us-east-1: 99; needed 100 (lookups`));
    assert.equal(
      must?.fix,
      "aws service-quotas request-service-quota-increase --service-code lambda --quota-code L-B99A9384 --region us-east-1 --desired-value 100",
    );
  });
});
