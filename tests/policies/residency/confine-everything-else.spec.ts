import assert from "node:assert/strict";
import { confineEverythingElse } from "../../../policies/residency/confine-everything-else";
import { judged } from "../support/judge";
import { make, propsWith } from "../support/scene";

/** As if no rule claimed anything, which is how it is with destinations that the provider's next release brings. */
const alone = confineEverythingElse(new Map());

const misplaced = [
  ["aws:athena/workgroup:Workgroup", "configuration.resultConfiguration.outputLocation", "s3://nowhere/answers/"],
  ["aws:sagemaker/flowDefinition:FlowDefinition", "outputConfig.s3OutputPath", "s3://nowhere/reviews/"],
  ["aws:alb/loadBalancer:LoadBalancer", "accessLogs.bucket", "nowhere"],
  ["aws:cloudformation/stackInstances:StackInstances", "regions[*]", "ca-centrall-1"],
] as const;

describe("the catch-all, of destinations that no rule claims", () => {
  for (const [type, path, value] of misplaced) {
    it(`refuses ${value} as ${path}, which nothing says the place of`, () => {
      const found = judged(alone, [make(type, propsWith(path, value))]).map((finding) => finding.found);
      assert.deepEqual(found, [`names "${value}", and nothing says where that is`]);
    });
  }

  it("accepts a Region abroad that is left out", () => {
    const lens = (path: string) =>
      make(
        "aws:s3control/storageLensConfiguration:StorageLensConfiguration",
        propsWith(`storageLensConfiguration.${path}.regions[*]`, "us-east-1"),
      );
    assert.deepEqual(judged(alone, [lens("exclude")]), []);
    assert.equal(judged(alone, [lens("include")]).length, 1);
  });
});
