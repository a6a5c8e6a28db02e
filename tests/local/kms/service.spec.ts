/** KMS's API as a function calls it, with keys of a role. */
import assert from "node:assert/strict";
import { AccessKeys } from "../../../local/iam/service";
import { Keys } from "../../../local/kms/service";
import { endFaults } from "../../support/fault-board";
import { graphOf, resource, type TestTwin, twinContext } from "../../support/twin-context";

const account = "123456789012";
const roleArn = `arn:aws:iam::${account}:role/caller`;
const arnOf = (id: string, region = "ca-central-1") => `arn:aws:kms:${region}:${account}:key/${id}`;
const key = (id: string, region = "ca-central-1") =>
  resource("aws:kms/key:Key", `key-${id}`, {}, { region, id, outputs: { arn: arnOf(id, region), keyId: id } });

describe("KMS's API", () => {
  let twin: TestTwin;
  let keys: Keys;
  let accessKeyId: string;

  before(async () => {
    const allowed = { Effect: "Allow", Action: "kms:DescribeKey", Resource: [arnOf("1"), arnOf("gone")] };
    const policy = JSON.stringify({ Version: "2012-10-17", Statement: [allowed] });
    const outputs = { arn: roleArn, name: "caller" };
    twin = await twinContext({
      graph: graphOf(
        resource("aws:iam/role:Role", "caller", { name: "caller" }, { id: "caller", outputs }),
        resource("aws:iam/rolePolicy:RolePolicy", "caller", { role: "caller", policy }),
        key("1"),
        key("2"),
        key("3", "us-east-1"),
      ),
    });
    const iam = new AccessKeys(twin);
    accessKeyId = iam.issue({ roleArn, name: "caller", trace: () => undefined }).accessKeyId;
    keys = new Keys(twin, iam);
    await keys.start();
  });
  after(async () => {
    await keys.stop();
    await twin.close();
  });
  afterEach(() => {
    endFaults(twin.faults);
  });

  const describeKey = async (body: string, target = "TrentService.DescribeKey", signal?: AbortSignal) => {
    const response = await fetch(keys.endpoint("ca-central-1"), {
      method: "POST",
      body,
      ...(signal && { signal }),
      headers: {
        "x-amz-target": target,
        authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/ca-central-1/kms/aws4_request, Signature=0`,
      },
    });
    const answer = (await response.json()) as any;
    return [response.status, answer.__type ?? answer.KeyMetadata.KeyState, answer.KeyMetadata?.Arn];
  };
  const of = (KeyId: string) => JSON.stringify({ KeyId });
  const fault = (kind: string, error?: string) =>
    twin.faults.add({ kind, service: "kms", region: "ca-central-1", ...(error && { error }) } as Parameters<
      typeof twin.faults.add
    >[0]);

  it("describes a key by ARN and by id", async () => {
    for (const id of [arnOf("1"), "1"]) {
      assert.deepEqual(await describeKey(of(id)), [200, "Enabled", arnOf("1")]);
    }
  });

  for (const [error, status, said] of [
    ["disabled", 200, "Disabled"],
    ["invalid-state", 200, "PendingDeletion"],
    ["internal", 500, "KMSInternalException"],
    ["access-denied", 400, "AccessDeniedException"],
  ] as const) {
    it(`says ${said} of a key whose use fails with ${error}`, async () => {
      fault("service-errors", error);
      assert.deepEqual((await describeKey(of("1"))).slice(0, 2), [status, said]);
    });
  }

  it("refuses to answer while it is down, and goes on after that", async () => {
    fault("service-down");
    await assert.rejects(describeKey(of("1"), undefined, AbortSignal.timeout(50)));
    twin.faults.remove(twin.faults.list()[0]!.id);
    assert.deepEqual((await describeKey(of("1")))[1], "Enabled");
  });

  for (const [what, body, target, said] of [
    ["a key that the role may not describe", of("2"), undefined, "AccessDeniedException"],
    ["a key of another Region", of("3"), undefined, "AccessDeniedException"],
    ["a body that is no JSON", "{", undefined, "AccessDeniedException"],
    ["another operation", of("1"), "TrentService.Decrypt", "UnknownOperationException"],
  ] as const) {
    it(`refuses ${what}`, async () => assert.deepEqual((await describeKey(body, target)).slice(0, 2), [400, said]));
  }
});
