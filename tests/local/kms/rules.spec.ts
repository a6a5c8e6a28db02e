import assert from "node:assert/strict";
import { findKey, keyStateOf } from "../../../local/kms/rules";
import { graphOf, resource } from "../../support/twin-context";

describe("KMS's rules", () => {
  it("find a key in its Region by ARN or id, and no other", () => {
    const arn = "arn:aws:kms:ca-central-1:123456789012:key/1";
    const key = resource("aws:kms/key:Key", "key", {}, { region: "ca-central-1", outputs: { arn, keyId: "1" } });
    const graph = graphOf(
      key,
      resource("aws:sns/topic:Topic", "topic", {}, { region: "ca-central-1", outputs: { arn: "x" } }),
    );
    assert.equal(findKey(graph, "ca-central-1", arn), key);
    assert.equal(findKey(graph, "ca-central-1", "1"), key);
    for (const [region, id] of [
      ["us-east-1", arn],
      ["ca-central-1", "2"],
      ["ca-central-1", "x"],
      ["ca-central-1", undefined],
    ] as const) {
      assert.equal(findKey(graph, region, id), undefined);
    }
  });

  it("tell a key's state from what its use meets", () => {
    const meets = (code: string) => keyStateOf({ status: 400, code, message: "" });
    assert.equal(keyStateOf(undefined), "Enabled");
    assert.equal(meets("DisabledException"), "Disabled");
    assert.equal(meets("KMSInvalidStateException"), "PendingDeletion");
    assert.equal(meets("ThrottlingException"), undefined);
  });
});
