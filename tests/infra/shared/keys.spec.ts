import assert from "node:assert/strict";
import { evaluatedStacks } from "../../support/stacks";

const account = "123456789012";
const use = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
];

const administrator = {
  Sid: "AccountDecides",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: "kms:*",
  Resource: "*",
};
const tables = (region: string) => ({
  Sid: "TablesOfThisAccount",
  Effect: "Allow",
  Principal: { AWS: "*" },
  Action: [...use, "kms:DescribeKey", "kms:CreateGrant"],
  Resource: "*",
  Condition: { StringEquals: { "kms:CallerAccount": account, "kms:ViaService": `dynamodb.${region}.amazonaws.com` } },
});
const logs = (region: string) => [
  {
    Sid: "LogGroupsOfThisAccount",
    Effect: "Allow",
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: use,
    Resource: "*",
    Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws:logs:${region}:${account}:log-group:*` } },
  },
  {
    Sid: "LogsMayDescribe",
    Effect: "Allow",
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: "kms:DescribeKey",
    Resource: "*",
  },
];
const alarms = {
  Sid: "AlarmsMayPublish",
  Effect: "Allow",
  Principal: { Service: "cloudwatch.amazonaws.com" },
  Action: ["kms:Decrypt", "kms:GenerateDataKey"],
  Resource: "*",
};

describe("every key", function () {
  this.timeout(60_000);

  it("may be used by exactly these, stays in its Region, is rotated and takes 30 days to go", async () => {
    const keys = (await evaluatedStacks()).flatMap(({ resources }) =>
      resources.filter(({ type }) => type.startsWith("aws:kms/")),
    );
    assert.equal(keys.length, 9, "a key a region stack, one a replica of the registry, one for alarms");
    for (const { type, name, region, inputs, urn } of keys) {
      assert.equal(type, "aws:kms/key:Key", "no key that is in several Regions, no grants beside the policy");
      const { policy, tags: _, description: __, ...settings } = inputs;
      assert.deepEqual(settings, { region, enableKeyRotation: true, deletionWindowInDays: 30 }, urn);
      const users: Record<string, object[]> = {
        alarms: [alarms],
        key: [tables(region!), ...logs(region!), alarms],
        [`registry-${region}`]: [tables(region!)],
      };
      assert.deepEqual(JSON.parse(policy), { Version: "2012-10-17", Statement: [administrator, ...users[name]!] }, urn);
    }
  });
});
