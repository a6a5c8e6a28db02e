import assert from "node:assert/strict";
import { Region } from "@pulumi/aws/types/enums";
import { mentionsPlace } from "../../../policies/shared/place";
import { codeOf, regionNames, regionsAddressed, regionsWritten } from "../../../policies/shared/spellings";

const codes: Record<string, string> = {
  "us-east-1": "use1",
  "ca-central-1": "cac1",
  "ca-west-1": "caw1",
  "ap-southeast-2": "apse2",
  "ap-northeast-1": "apne1",
  "cn-northwest-1": "cnnw1",
  "us-gov-east-1": "usge1",
};

/** Text → Regions that it spells, and those in which what it addresses is. */
const texts: [string, string[], string[]?][] = [
  ["us-east-1", ["us-east-1"]],
  ["US-EAST-1", ["us-east-1"]],
  ["us_east_1", ["us-east-1"]],
  ["US_GOV_WEST_1", ["us-gov-west-1"]],
  ["in us-east-1, not in ca-west-1.", ["us-east-1", "ca-west-1"]],
  ["use1", ["us-east-1"]],
  ["USW2", ["us-west-2"]],
  ["region=cac1;", ["ca-central-1"]],
  ["us-east-1a", ["us-east-1"]],
  ["us-east-1-bos-1a", ["us-east-1"]],
  ["us-east-1-wl1-bos-wlz-1", ["us-east-1"]],
  ["use1-az4", ["us-east-1"]],
  ["usw2-lax1-az1", ["us-west-2"]],
  ["cac1-az1,cac1-az2", ["ca-central-1"]],
  ["orders--use1-az4--x-s3", ["us-east-1"], ["us-east-1"]],
  ["orders--usw2-lax1-az1--x-s3", ["us-west-2"], ["us-west-2"]],
  ["reader--cac1-az1--xa-s3", ["ca-central-1"], ["ca-central-1"]],
  ["orders.x1.use1.cache.amazonaws.com", ["us-east-1"], ["us-east-1"]],
  ["rediss://u:w@orders.x1.cac1.cache.amazonaws.com:6379/0", ["ca-central-1"], ["ca-central-1"]],
  ["b.s3-us-west-2.amazonaws.com", ["us-west-2"], ["us-west-2"]],
  ["b.s3-website-us-east-1.amazonaws.com", ["us-east-1"], ["us-east-1"]],
  ["https://us-east-1.queue.amazonaws.com/1/jobs", ["us-east-1"], ["us-east-1"]],
  ["https://queue.amazonaws.com/1/jobs", ["us-east-1"], ["us-east-1"]],
  ["ec2-1-2-3-4.compute-1.amazonaws.com", ["us-east-1"], ["us-east-1"]],
  ["ip-10-0-0-1.ec2.internal", ["us-east-1"], ["us-east-1"]],
  ["s3-external-1.amazonaws.com/b", ["us-east-1"], ["us-east-1"]],
  ["x.lambda-url.us-east-1.on.aws", ["us-east-1"], ["us-east-1"]],
  ["sqs.us-east-1.api.aws", ["us-east-1"], ["us-east-1"]],
  ["x.auth.us-east-1.amazoncognito.com", ["us-east-1"], ["us-east-1"]],
  ["x.us-east-1.awsapprunner.com", ["us-east-1"], ["us-east-1"]],
  ["x.us-east-1.elasticbeanstalk.com", ["us-east-1"], ["us-east-1"]],
  ["arn:aws:sqs:us-east-1:1:jobs", ["us-east-1"], ["us-east-1"]],
  // Names, ids and words that are no Regions.
  ["orders-us-east-1", []],
  ["orders-use1", []],
  ["use1d", []],
  ["reuse1", []],
  ["use3", []],
  ["use1-x", []],
  ["us-east-1ab", []],
  ["us-east-12", []],
  ["7f3a9c12-cac1-4e01-9a77-0123456789ab", []],
  ["cac1-4e01", []],
  ["orders--use1-az4--x-s3s", []],
  ["jobs.queue.amazonaws.com.example.org", []],
];

describe("spellings of Regions", () => {
  it("have the Regions of the installed @pulumi/aws, but those of secret clouds and of the sovereign one", () => {
    const all = Object.values(Region).filter((region) => !/iso|eusc/.test(region));
    assert.deepEqual([...regionNames].sort(), all.sort());
  });

  it("have a code of its own for each Region", () => {
    assert.equal(new Set(regionNames.map(codeOf)).size, regionNames.length);
    for (const [region, code] of Object.entries(codes)) {
      assert.equal(codeOf(region), code);
    }
  });

  for (const [text, written, addressed = []] of texts) {
    it(`are ${written.join(", ") || "none"} in ${text}`, () => {
      assert.deepEqual(regionsWritten(text), written);
      assert.deepEqual(regionsAddressed(text), addressed);
      assert.ok(written.length === 0 || mentionsPlace(text), "a text that spells one does not look like it");
    });
  }
});
