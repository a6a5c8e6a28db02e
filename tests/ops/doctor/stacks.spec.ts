import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkConfiguration } from "../../../graph/configuration";
import { settingNames } from "../../../model/settings";
import { config, domainOf, files, hostedZoneIdOf } from "../../../ops/doctor/stacks";
import { projectRoot } from "../../support/stacks";

const regions = {
  global: "ca-central-1",
  ca: "ca-central-1",
  "ca-west": "ca-west-1",
  us: "us-east-1",
  "us-west": "us-west-2",
};

describe("the doctor's look at stack files", () => {
  let root: string;
  const stacks = Object.keys(regions);

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "stacks-"));
    const declared = { domain: { default: "acme-product.com" }, logRetentionDays: { type: "integer", default: 30 } };
    const settings = { ...declared, deletionProtection: { default: true }, globalStack: { default: "global" } };
    await writeFile(join(root, "Pulumi.yaml"), JSON.stringify({ name: "p", runtime: "nodejs", config: settings }));
    for (const [stack, region] of Object.entries(regions)) {
      await write(stack, { "aws:region": region });
    }
  });
  afterEach(() => rm(root, { recursive: true }));

  const write = (stack: string, values: object) =>
    writeFile(join(root, `Pulumi.${stack}.yaml`), JSON.stringify({ config: values }));

  it("finds all, or what is missing and what no topology has", async () => {
    assert.deepEqual(await files.run({ root, stacks }), [
      {
        status: "ok",
        found: "Pulumi.global.yaml, Pulumi.ca.yaml, Pulumi.ca-west.yaml, Pulumi.us.yaml, Pulumi.us-west.yaml",
      },
    ]);
    await rm(join(root, "Pulumi.us-west.yaml"));
    await rm(join(root, "Pulumi.global.yaml"));
    await write("mars", {});
    assert.deepEqual(await files.run({ root, stacks }), [
      {
        status: "fix",
        found: "no Pulumi.global.yaml",
        fix: "create it with the values of Pulumi.yaml's config",
      },
      {
        status: "fix",
        found: "no Pulumi.us-west.yaml",
        fix: "create it with: config: {aws:region: us-west-2}",
      },
      {
        status: "look",
        found: "Pulumi.mars.yaml, which is in no topology",
        fix: "add it to model/topology.ts, or remove the file",
      },
    ]);
  });

  it("finds every issue of what is configured, with the file that it is in", async () => {
    assert.deepEqual(await config.run({ root, stacks }), [{ status: "ok", found: "no issue" }]);
    const wrong: Record<string, unknown> = {
      domain: "Not A Domain",
      hostedZoneId: "zone",
      globalStack: "",
      deletionProtection: "perhaps",
      requireDelegation: "perhaps",
      logRetentionDays: 3.5,
      alarmEndpoint: "nowhere",
      vpcCidr: "10.0.0.0/33",
    };
    for (const [key, value] of Object.entries(wrong)) {
      const stack = key === "hostedZoneId" ? "global" : "ca";
      await write(stack, { "aws:region": regions[stack], [`p:${key}`]: value });
      const found = await config.run({ root, stacks });
      assert.equal(found[0]?.status, "fix", key);
      assert.match(found[0]?.found ?? "", new RegExp(`^Pulumi\\.${stack}\\.yaml: ${key} `), key);
      await write(stack, { "aws:region": regions[stack] });
    }
    await write("us", { "aws:region": "ca-west-1" });
    await rm(join(root, "Pulumi.ca.yaml"));
    const [only, ...more] = await config.run({ root, stacks });
    assert.match(only?.found ?? "", /^Pulumi\.us\.yaml: aws:region is "ca-west-1"/);
    assert.deepEqual(more, []);
  });

  it("finds a name that no setting has, for that would change nothing", async () => {
    await write("ca", { "aws:region": regions.ca, "aws:profile": "acme", "p:logRetentionDay": 7, domian: "acme.com" });
    const allowed = `is no setting; allowed are ${settingNames.join(", ")}; correct its name, or remove it`;
    assert.deepEqual(await config.run({ root, stacks }), [
      { status: "fix", found: `Pulumi.ca.yaml: logRetentionDay ${allowed}` },
      { status: "fix", found: `Pulumi.ca.yaml: domian ${allowed}` },
    ]);
  });

  it("reports an issue once, however many stacks have it", async () => {
    const wrong = (of: string[]) =>
      Promise.all(
        of.map((stack) => write(stack, { "aws:region": regions[stack as "ca"], "p:domain": "Not A Domain" })),
      );
    await wrong(["ca", "us"]);
    const [two, ...more] = await config.run({ root, stacks });
    assert.match(two?.found ?? "", /^Pulumi\.ca\.yaml, Pulumi\.us\.yaml: domain is "Not A Domain"/);
    assert.deepEqual(more, []);
    await wrong(stacks);
    const [all, ...others] = await config.run({ root, stacks });
    assert.match(all?.found ?? "", /^Pulumi\.yaml: domain is "Not A Domain"/);
    assert.deepEqual(others, []);
    const [alone] = await config.run({ root, stacks: ["ca"] });
    assert.match(alone?.found ?? "", /^Pulumi\.ca\.yaml: domain/);
  });

  it("refuses to run with a missing stack file and other issues, and says all of them at once", async () => {
    checkConfiguration(root);
    checkConfiguration(projectRoot);
    await rm(join(root, "Pulumi.us-west.yaml"));
    await write("ca", { "aws:region": "us-east-1" });
    await write("mars", {});
    assert.throws(
      () => checkConfiguration(root),
      (error: Error) => {
        assert.equal(error.name, "InvalidInput");
        const [first, ...issues] = error.message.split("\n");
        assert.equal(first, "the stacks cannot run as they are configured:");
        assert.equal(issues.length, 2);
        assert.equal(issues[0], " - no Pulumi.us-west.yaml; create it with: config: {aws:region: us-west-2}");
        assert.match(issues[1] ?? "", /^ - Pulumi\.ca\.yaml: aws:region is "us-east-1"/);
        return true;
      },
    );
  });

  it("reads the domain and the hosted zone as they are configured", async () => {
    assert.equal(domainOf(root, "ca"), "acme-product.com");
    assert.equal(hostedZoneIdOf(root), undefined);
    await write("global", { "p:hostedZoneId": "Z1", "p:domain": "other.com" });
    assert.deepEqual([hostedZoneIdOf(root), domainOf(root, "global")], ["Z1", "other.com"]);
  });
});
