import assert from "node:assert/strict";
import { TokenRefused } from "../../../functions/authorizer/errors";
import { allow } from "../../../functions/authorizer/policy";
import { acme } from "../support/tables";

const bearer = { organization: acme, subject: "subject-1" };
const stage = "arn:aws:execute-api:ca-central-1:123456789012:abc123/v1";

describe("authorizer policy", () => {
  it("allows the stage that was asked, whatever its method, and nothing else", () => {
    for (const path of ["/GET/v1/profile", "/PUT/", "/GET/*"]) {
      assert.deepEqual(allow(bearer, "CA", stage + path), {
        principalId: "subject-1",
        policyDocument: {
          Version: "2012-10-17",
          Statement: [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: `${stage}/*` }],
        },
        context: { organization: acme, jurisdiction: "CA", subject: "subject-1" },
      });
    }
  });

  it("allows stages in China and GovCloud, as they are named there", () => {
    for (const partition of ["aws-cn", "aws-us-gov"]) {
      const own = stage.replace("arn:aws:", `arn:${partition}:`);
      assert.equal(allow(bearer, "CA", `${own}/GET/`).policyDocument.Statement[0].Resource, `${own}/*`);
    }
  });

  for (const arn of [
    undefined,
    "",
    "*",
    stage,
    `${stage.replace("abc123", "*")}/GET/`,
    stage.replace("v1", "*/GET/"),
    "arn:aws:s3:::b/x/GET/",
    `x${stage}/GET/`,
    `${stage}/get/`,
    { toString: () => `${stage}/GET` },
  ]) {
    it(`refuses the method ${JSON.stringify(arn)}`, () => assert.throws(() => allow(bearer, "CA", arn), TokenRefused));
  }
});
