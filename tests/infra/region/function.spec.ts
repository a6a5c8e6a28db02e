import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { RegionContext } from "../../../infra/region/context";
import { readsRegistry } from "../../../infra/region/function";

const promised = <T>(input: pulumi.Input<T>) =>
  (pulumi.output(input) as unknown as { promise(): Promise<T> }).promise();

describe("what a function may read of the registry", () => {
  it("refuses a registry without a replica in its Region, and says where it has some", async () => {
    const registryKeyArns = pulumi.output({ "us-east-1": "arn:one", "us-west-2": "arn:two" });
    const ctx = {
      config: { region: "ca-central-1" },
      accountId: pulumi.output("123456789012"),
      global: { registryTableName: pulumi.output("registry"), registryKeyArns },
    } as unknown as RegionContext;
    const snapshot = { bucketName: pulumi.output("files"), read: { actions: [], resources: [] } };
    const [, throughDynamoDb] = readsRegistry(ctx, snapshot).permissions;
    await assert.rejects(promised(throughDynamoDb!.resources[0]!), (error: Error) => {
      assert.ok(pulumi.RunError.isInstance(error));
      assert.equal(
        error.message,
        'the registry has no replica in ca-central-1 (it has us-east-1, us-west-2); run "pulumi up --stack global" with this topology first',
      );
      return true;
    });
  });
});
