import assert from "node:assert/strict";
import { environment } from "../../../functions/shared/environment";
import { MissingConfiguration } from "../../../functions/shared/errors";

describe("environment", () => {
  const names = ["AWS_REGION", "DOMAIN", "JURISDICTION", "REGISTRY_TABLE"] as const;
  const good = { AWS_REGION: "ca-west-1", DOMAIN: "example.test", JURISDICTION: "CA", REGISTRY_TABLE: "registry" };
  let before: NodeJS.ProcessEnv;
  beforeEach(() => {
    before = { ...process.env };
    Object.assign(process.env, good);
  });
  afterEach(() => {
    for (const name of names) {
      delete process.env[name];
    }
    Object.assign(process.env, before);
  });

  it("gives what the stack has set", () => assert.deepEqual(environment(...names), good));

  it("refuses to start with every missing variable at once", () => {
    process.env.DOMAIN = "";
    delete process.env.REGISTRY_TABLE;
    assert.throws(
      () => environment(...names),
      (error) => {
        assert.ok(error instanceof MissingConfiguration);
        assert.match(error.message, /DOMAIN is not set.*\n.*REGISTRY_TABLE is not set/);
        return true;
      },
    );
  });

  it("needs no jurisdiction where the function has none", () => {
    delete process.env.JURISDICTION;
    assert.deepEqual(environment("AWS_REGION"), { AWS_REGION: "ca-west-1" });
  });

  it("refuses to start with an issue a line, and says once that the Region is missing", () => {
    delete process.env.AWS_REGION;
    assert.throws(() => environment(...names), {
      name: "MissingConfiguration",
      code: "missing-configuration",
      message: "The function cannot start:\n - environment variable AWS_REGION is not set; the stack must set it",
    });
    Object.assign(process.env, { JURISDICTION: "XX", DOMAIN: "" });
    assert.throws(() => environment("DOMAIN"), {
      message:
        'The function cannot start:\n - environment variable DOMAIN is not set; the stack must set it\n - JURISDICTION is "XX"; model/topology.ts knows CA, US, EU',
    });
  });

  for (const [jurisdiction, region] of [
    ["CA", "us-east-1"],
    ["US", "ca-west-1"],
    ["CA", "eu-north-1"],
    ["XX", "ca-west-1"],
    ["toString", "ca-west-1"],
  ]) {
    it(`refuses to start as ${jurisdiction} in ${region}`, () => {
      Object.assign(process.env, { JURISDICTION: jurisdiction, AWS_REGION: region });
      assert.throws(
        () => environment("DOMAIN"),
        (error) => error instanceof MissingConfiguration && error.message.includes(`JURISDICTION is "${jurisdiction}"`),
      );
    });
  }
});
