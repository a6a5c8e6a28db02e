import assert from "node:assert/strict";
import { Graph } from "../../../policies/shared/graph";
import { placesOf, type ValueKind } from "../../../policies/shared/place";
import { topologyOf } from "../../../policies/shared/topology";
import { unknown } from "../../../policies/shared/values";
import { foreignBucket, homeBucket, make } from "../support/scene";

const subject = make("aws:lambda/function:Function", { name: "self" });
const context = {
  topology: topologyOf({ elsewhere: { "ca.*": "CA" } }),
  graph: new Graph([homeBucket, foreignBucket, subject]),
  scope: "project",
  settings: {},
} as const;
const at = (...regions: string[]) => ({ regions, jurisdictions: [] as string[] });
const other = (otherwise: string) => ({ ...at(), otherwise });
const profile = (id: string) => `arn:aws:bedrock:ca-central-1:123456789012:inference-profile/${id}`;

const cases: Partial<Record<ValueKind, [unknown, object][]>> = {
  model: [
    ["anthropic.claude-v2:1", other("here")],
    ["zai.glm-4.7", other("here")],
    ["us.anthropic.claude-sonnet-4-20250514-v1:0", other("lost")],
    ["us-gov.anthropic.claude-v2:1", other("lost")],
    ["apac.amazon.nova-lite-v1:0", other("lost")],
    [profile("global.anthropic.claude-opus-4-v1:0"), other("lost")],
    [profile("ca.amazon.nova-lite-v1:0"), { regions: [], jurisdictions: ["CA"] }],
    ["us-iso-b.guardrail.v1:0", other("lost")],
    ["arn:aws:bedrock:ca-central-1:123456789012:guardrail-profile/us.guardrail.v1:0", other("lost")],
    ["arn:aws:bedrock:ca-central-1::foundation-model/amazon.nova-lite-v1:0", at("ca-central-1")],
    ["arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0", at("us-east-1")],
    [unknown, other("unknown")],
  ],
  text: [
    ["abroad", other("here")],
    ["https://hooks.example.org/x", other("here")],
    ['{"Bucket":"abroad","Key":"a"}', at("us-east-1")],
    ['{"bucket_name": "at-home"}', at("ca-west-1")],
    ['{"BucketName": "of-nobody"}', other("here")],
    ["copy s3://abroad/a to s3://at-home/a", at("us-east-1", "ca-west-1")],
    ["arn:aws:s3:::abroad/* in ca-central-1", at("ca-central-1", "us-east-1")],
  ],
  setting: [
    ["abroad", at("us-east-1")],
    ["at-home", at("ca-west-1")],
    ["of-nobody", other("here")],
    ["https://sqs.us-east-1.amazonaws.com/1/x", at("us-east-1")],
    ["self", other("here")],
    ["https://hooks.example.org/x", other("lost")],
    ["https://ca.api.example.com/x", { regions: [], jurisdictions: ["CA"] }],
    ["s3://of-nobody/x", other("lost")],
    ["see https://hooks.example.org", other("here")],
    ["http://localhost:4318", other("here")],
    ["http://169.254.170.2/v4", other("here")],
    ["https://localhost.example.org", other("lost")],
    [`https://${unknown}/x`, other("unknown")],
  ],
  bucket: [
    ["/abroad/partner", at("us-east-1")],
    ["abroad/builds", at("us-east-1")],
    ["s3n://at-home/logs/", at("ca-west-1")],
    ["s3a://at-home/logs/", at("ca-west-1")],
    ["/of-nobody/x", other("lost")],
  ],
  reference: [
    ["arn:aws:scheduler:::aws-sdk:sqs:sendMessage", other("here")],
    ["arn:aws:scheduler:::other", other("lost")],
    ["arn:aws:chatbot::1:chat-configuration/x", other("lost")],
  ],
  region: [["eusc-de-east-1", at("eusc-de-east-1")]],
  url: [
    ["https://sqs.eusc-de-east-1.amazonaws.eu/1/x", at("eusc-de-east-1")],
    ["jdbc:postgresql://ca.api.example.com:5432/x", { regions: [], jurisdictions: ["CA"] }],
    ["jdbc:postgresql://db.example.org:5432/x", other("lost")],
    ["arn:aws:scheduler:::aws-sdk:sqs:sendMessage", other("lost")],
    ["someone@example.com", other("lost")],
  ],
};

describe("places of values that are no plain names", () => {
  for (const [kind, list] of Object.entries(cases)) {
    for (const [value, expected] of list) {
      it(`are known for ${kind} ${JSON.stringify(value)}`, () => {
        assert.deepEqual(placesOf(value, kind as ValueKind, subject, context), expected);
      });
    }
  }
});
