import assert from "node:assert/strict";
import { Graph } from "../../../policies/shared/graph";
import { jurisdictionOfHost, placesOf, type ValueKind } from "../../../policies/shared/place";
import { topologyOf } from "../../../policies/shared/topology";
import { unknown } from "../../../policies/shared/values";
import { foreignBucket, homeBucket, make } from "../support/scene";

const topology = topologyOf({
  elsewhere: { "siem.example.net": "CA", "arn:aws:firehose:*:partner": "us-east-1", "a.b": "CA", "lake*": "ca-west-1" },
});
const twin = make("aws:sqs/queue:Queue", { name: "jobs" }, { name: "own" });
const twinAbroad = make("aws:sqs/queue:Queue", { name: "jobs" }, { name: "other", stack: "us" });
const lost = { ...make("aws:s3/bucket:Bucket", { bucket: "lost" }, { name: "lost", stack: "x" }), provider: undefined };
const open = make("aws:s3/bucket:Bucket", { bucket: "open", region: unknown }, { name: "open" });
const global = make("aws:iam/role:Role", { name: "runner" }, { name: "runner" });
const subject = make("aws:sns/topic:Topic", { name: "self" });
const context = {
  topology,
  graph: new Graph([homeBucket, foreignBucket, twin, twinAbroad, global, lost, open, subject]),
  scope: "project",
  settings: {},
} as const;
const places = (value: unknown, kind: ValueKind) => placesOf(value, kind, subject, context);
const at = (...regions: string[]) => ({ regions, jurisdictions: [] as string[] });
const inside = (...jurisdictions: string[]) => ({ regions: [], jurisdictions });
const other = (otherwise: string) => ({ regions: [], jurisdictions: [], otherwise });

describe("places", () => {
  const cases: [unknown, ValueKind, object][] = [
    ["us-east-1", "region", at("us-east-1")],
    ["us-gov-west-1", "region", at("us-gov-west-1")],
    ["ap-southeast-2", "region", at("ap-southeast-2")],
    ["me-central-1", "text", at("me-central-1")],
    ["x-us-east-1", "text", other("here")],
    ["us-east-12", "text", other("here")],
    ["us-east-1a", "text", at("us-east-1")],
    ["us-east-1ab", "text", other("here")],
    ["nowhere", "region", other("lost")],
    ["arn:aws:sqs:eu-west-1:1:q", "reference", at("eu-west-1")],
    ["arn:aws-cn:sqs:cn-north-1:1:q", "reference", at("cn-north-1")],
    [
      "arn:aws:apigateway:ca-central-1:lambda:path/x/arn:aws:lambda:us-east-1:1:function:f",
      "url",
      at("ca-central-1", "us-east-1"),
    ],
    ["https://sqs.us-west-2.amazonaws.com/1/q", "url", at("us-west-2")],
    ["db.abc.us-east-1.rds.amazonaws.com", "url", at("us-east-1")],
    ["bucket.s3-us-west-2.amazonaws.com", "url", at("us-west-2")],
    ["https://us-east-1.example.com/x", "url", inside("US")],
    ["https://ca.api.example.com/x", "url", inside("CA")],
    ["https://US.WS.example.com.", "url", inside("US")],
    ["https://hooks.example.org/x", "url", other("lost")],
    ["https://siem.example.net:8443/x", "url", inside("CA")],
    ["a.b", "url", inside("CA")],
    ["axb", "url", other("lost")],
    ["arn:aws:firehose:x:partner", "reference", at("us-east-1")],
    ["lake-of-ours", "bucket", at("ca-west-1")],
    ["the-lake", "bucket", other("lost")],
    ["arn:aws:s3:::at-home/raw", "reference", at("ca-west-1")],
    ["arn:aws:s3:::abroad", "bucket", at("us-east-1")],
    ["at-home", "bucket", at("ca-west-1")],
    ["s3://abroad/raw/x", "bucket", at("us-east-1")],
    ["s3://nobody/raw", "bucket", other("lost")],
    ["s3://abroad/raw", "url", other("lost")],
    ["arn:aws-cn:s3:::abroad/*", "reference", at("us-east-1")],
    ["x-arn:aws:s3:::abroad", "reference", other("here")],
    ["lost", "bucket", other("lost")],
    ["open", "bucket", other("lost")],
    ["us.api.example.com", "bucket", other("lost")],
    ["us.api.example.com", "reference", other("here")],
    ["https://x.us-east-1.example.com/x", "url", inside("US")],
    ["see https://siem.example.net/x", "url", other("lost")],
    ["jobs", "reference", at("ca-central-1")],
    ["jobs", "bucket", other("lost")],
    ["self", "reference", other("here")],
    ["runner", "reference", other("here")],
    ["some-name", "reference", other("here")],
    ["arn:aws:iam::1:role/x", "reference", other("lost")],
    ["ftp://x", "reference", other("lost")],
    [unknown, "reference", other("unknown")],
    [`arn:aws:sqs:us-east-1:1:${unknown}`, "reference", at("us-east-1")],
    [`https://${unknown}/x`, "url", other("unknown")],
    [{ to: "arn:aws:sns:us-east-1:1:t", again: "us-east-1" }, "text", at("us-east-1")],
    [{ a: 1 }, "text", other("here")],
  ];
  for (const [value, kind, expected] of cases) {
    it(`of ${kind} ${JSON.stringify(value)}`, () => assert.deepEqual(places(value, kind), expected));
  }

  it("of host names follow model/names.ts", () => {
    const of = (host: string) => jurisdictionOfHost(host, context);
    assert.equal(of("ca-west-1.ca.api.example.com"), "CA");
    assert.equal(of("us.ws.example.com"), "US");
    assert.equal(of("ca.auth.example.com"), "CA");
    assert.equal(of("ca.example.com"), undefined);
    assert.equal(of("api.example.com"), undefined);
    assert.equal(of("api.us"), undefined);
  });
});
