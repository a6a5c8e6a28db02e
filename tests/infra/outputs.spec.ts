import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { globalOutputs } from "../../infra/outputs";

const complete = {
  domain: "example.ca",
  hostedZoneId: "Z1",
  nameServers: ["ns-1.example.net"],
  registryTableName: "registry",
  registryKeyArns: { "ca-central-1": "arn:aws:kms:ca-central-1:1:key/1" },
  registryHashKey: "secret",
  lookupListenerArn: "arn:listener",
  lookupAcceleratorDnsName: "a.example.net",
  lookupUrl: "https://api.example.ca",
  alarmTopicArn: "arn:topic",
};

const promised = <T>(output: pulumi.Output<T>) => (output as unknown as { promise(): Promise<T> }).promise();

async function read(outputs: Record<string, unknown>, secretOutputNames: string[] = []) {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ inputs }) => ({ id: "reference", state: { ...inputs, outputs, secretOutputNames } }),
      call: ({ token }) => {
        throw new Error(`Mock call not implemented: ${token}`);
      },
    },
    "home-region",
    "ca",
    false,
  );
  return globalOutputs("organization/home-region/global");
}

describe("the reference to the global stack", () => {
  it("hands each output on", async () => {
    const global = await read(complete);
    assert.equal(await promised(global.registryTableName), "registry");
    assert.deepEqual(await promised(global.registryKeyArns), complete.registryKeyArns);
  });

  it("keeps a secret secret, and nothing else", async () => {
    const global = await read(complete, ["registryHashKey"]);
    assert.equal(await pulumi.isSecret(global.registryHashKey), true);
    assert.equal(await pulumi.isSecret(global.registryTableName), false);
  });

  for (const [key, needed, values] of [
    ["registryTableName", "a non-empty string", ["", 3, null, ["registry"]]],
    ["nameServers", "a list of strings", ["ns-1.example.net", { 0: "ns-1.example.net" }, ["ns-1", 3], ["ns-1", ""]]],
    ["registryKeyArns", "a map of strings", ["arn", null, 3, { a: "arn", b: 3 }, { a: "" }]],
  ] as const) {
    it(`refuses a ${key} that is not ${needed}`, async () => {
      for (const value of values) {
        const global = await read({ ...complete, [key]: value });
        await assert.rejects(promised<unknown>(global[key]), {
          message:
            `stack organization/home-region/global: output "${key}" is of the wrong kind; needed is ${needed}; ` +
            'run "pulumi up --stack organization/home-region/global" with this version of the program first',
        });
      }
    });
  }

  for (const [what, value] of [
    ["missing", undefined],
    ["of the wrong kind", ["registry"]],
  ] as const) {
    it(`refuses an output that is ${what}`, async () => {
      const { registryTableName, ...others } = complete;
      const global = await read(value === undefined ? others : { ...others, registryTableName: value });
      await assert.rejects(promised(global.registryTableName), (error: Error) => {
        assert.ok(pulumi.RunError.isInstance(error));
        assert.match(
          error.message,
          new RegExp(`output "registryTableName" is ${what}.*pulumi up --stack organization`),
        );
        return true;
      });
    });
  }
});
