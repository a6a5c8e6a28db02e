import assert from "node:assert/strict";
import { Graph } from "../../../policies/shared/graph";
import { mentionsPlace, placesOf, type ValueKind } from "../../../policies/shared/place";
import { topologyOf } from "../../../policies/shared/topology";
import { unknown } from "../../../policies/shared/values";
import { foreignBucket, homeBucket, make } from "../support/scene";

const subject = make("aws:lambda/function:Function", { name: "self" });
/** Of the same stack, and called as the bucket that is not. */
const twin = make("aws:sqs/queue:Queue", { name: "abroad" }, { name: "twin" });
const elsewhere = {
  "ca.amazon.*": "CA",
  "partner-*": "us-west-2",
  "*.siem.example.net": "CA",
  "eu.meta.llama3-2-1b-v1:0": "eu-west-1",
};
const queue = make("aws:sqs/queue:Queue", { region: "us-east-1" }, { name: "queue" });
const answers = (name: string, target: unknown, sketch = {}) =>
  make("aws:route53/record:Record", { name: `${name}.zone.example`, records: [target] }, { name, ...sketch });
const records = [
  answers("near", "x.execute-api.ca-central-1.amazonaws.com"),
  answers("far", "x.execute-api.us-east-1.amazonaws.com"),
  answers("made", unknown, { dependencies: { records: [queue.urn] } }),
  answers("next", "FAR.zone.example."),
  answers("round", "round.zone.example"),
];
const certificateOf = (domainName: string) =>
  make("aws:acm/certificate:Certificate", { domainName }, { name: domainName });
const namespaces = [
  certificateOf("*.api.portal.example.se"),
  certificateOf("shop.co.uk"),

  make("aws:route53/zone:Zone", { name: "zone.example." }, { name: "zone" }),
  make("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace", { name: "internal" }, { name: "services" }),
];
const context = {
  topology: topologyOf({ elsewhere, domains: ["Clinic.example.ca"] }),
  graph: new Graph([homeBucket, foreignBucket, twin, subject, queue, ...records, ...namespaces]),
  scope: "project",
  settings: {},
} as const;
const at = (...regions: string[]) => ({ regions, jurisdictions: [] as string[] });
const inside = (...jurisdictions: string[]) => ({ regions: [] as string[], jurisdictions });
const other = (otherwise: string, places = at()) => ({ ...places, otherwise });
const profile = (id: string) => `arn:aws:bedrock:ca-central-1:123456789012:inference-profile/${id}`;

const cases: Partial<Record<ValueKind, [unknown, object][]>> = {
  model: [
    ["anthropic.claude-v2:1", other("here")],
    ["zai.glm-4.7", other("here")],
    ["us.anthropic.claude-sonnet-4-20250514-v1:0", other("lost")],
    ["us-gov.anthropic.claude-v2:1", other("lost")],
    ["apac.amazon.nova-lite-v1:0", other("lost")],
    [profile("global.anthropic.claude-opus-4-v1:0"), other("lost")],
    [profile("ca.amazon.nova-lite-v1:0"), inside("CA")],
    [profile("eu.meta.llama3-2-1b-v1:0"), at("eu-west-1")],
    ["us-iso-b.guardrail.v1:0", other("lost")],
    ["arn:aws:bedrock:ca-central-1:123456789012:guardrail-profile/us.guardrail.v1:0", other("lost")],
    ["arn:aws:bedrock:ca-central-1::foundation-model/amazon.nova-lite-v1:0", at("ca-central-1")],
    ["arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0", at("us-east-1")],
    [profile("us.amazon.nova-lite-v1:0/draft"), other("lost")],
    ["arn:aws:bedrock:ca-central-1:123456789012:custom-model/amazon.nova-lite-v1:0/x", at("ca-central-1")],
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
    ["arn:aws-cn:s3:::abroad", at("us-east-1")],
    ["s3a://abroad/a", at("us-east-1")],
    ["s3n://abroad/a", at("us-east-1")],
    ["xs3://abroad/a", other("here")],
    ['{"BucketName":"abroad"}', at("us-east-1")],
    [{ input: '{"Bucket": "abroad"}' }, at("us-east-1")],
    [{ input: JSON.stringify({ again: '{"Bucket":"abroad"}' }) }, at("us-east-1")],
    ["GET https://abroad.s3.amazonaws.com/a", at("us-east-1")],
    ["abroad.s3-accelerate.amazonaws.com", at("us-east-1")],
    ["GET https://s3.amazonaws.com/abroad/a", at("us-east-1")],
    ["GET https://logs.s3.amazonaws.com/abroad/a", other("here")],
    ["not-abroad.s3.amazonaws.com", other("here")],
    ["s3://partner-lake/a and s3://at-home/a", at("us-west-2", "ca-west-1")],
    ['{"url":"https://us.api.example.com/x"}', inside("US")],
    ["us.ws.example.com, ca.auth.example.com, us.api.example.com", inside("US", "CA")],
    ["see docs.api.example.com, bonus.api.example.com, cus.api.x or xx-us.api.x", other("here")],
    ['{"ModelId":"us.anthropic.claude-sonnet-4-20250514-v1:0"}', other("lost")],
    ['{"ModelId":"global.anthropic.claude-opus-4-6","Region":"ca-central-1"}', other("lost", at("ca-central-1"))],
    ["ca.amazon.nova-lite-v1:0 or eu.meta.llama3-2-1b-v1:0", { regions: ["eu-west-1"], jurisdictions: ["CA"] }],
    ["us.amazon.com, status.amazon.x-y, a.us.amazon.x-y, docs-us.amazon.x-y", other("here")],
    [["s3://at-home/a", unknown], other("unknown", at("ca-west-1"))],
    [["s3://abroad/a", "s3://abroad/b", "us-east-1"], at("us-east-1")],
  ],
  containers: [
    ['[{"environment":[{"name":"A","value":"at-home"},{"name":"B","value":"abroad"}]}]', at("ca-west-1", "us-east-1")],
    [[{ environment: [{ name: "HOOK", value: "https://hooks.example.org/x" }] }], other("lost")],
    ['[{"name":"abroad","environment":[{"Value":"https://ca.api.example.com/x"}]}]', inside("CA")],
    ['[{"image":"x","environment":[{"value":""}],"logDriver":"us-east-1"}]', at("us-east-1")],
    [[{ environment: [{ value: unknown }] }], other("unknown")],
  ],
  definition: [
    [{ uri: "https://pay.example.org/x" }, other("lost")],
    ["paths:\n  /pay:\n    uri: https://pay.example.org/x\n", other("lost")],
    ["paths:\n  /pay:\n    uri: 'http://ca.api.example.com/x'\n", inside("CA")],
    [{ Parameters: { ApiEndpoint: "https://pay.example.org/x" } }, other("lost")],
    [{ Parameters: { "ApiEndpoint.$": "$.endpoint" } }, other("lost")],
    [{ Arguments: { ApiEndpoint: "{% $states.input.url %}" } }, other("lost")],
    [{ uri: "http://$" + "{stageVariables.host}/x" }, other("lost")],
    [{ uri: "arn:aws:apigateway:ca-west-1:lambda:path/2015-03-31/functions/x/invocations" }, at("ca-west-1")],
    [{ uri: "https://x.execute-api.ca-west-1.amazonaws.com/y" }, at("ca-west-1")],
    [{ uri: "https://localhost/x" }, other("here")],
    [{ properties: { uri: { type: "string" } } }, other("here")],
    ["properties:\n  uri:\n    type: string\n", other("here")],
    [{ info: { url: "https://docs.example.org" }, curi: "https://pay.example.org" }, other("here")],
    [{ uri: unknown }, other("unknown")],
    [{ uri: `https://${unknown}/x` }, other("unknown")],
  ],
  setting: [
    ["abroad", at("us-east-1")],
    ["at-home", at("ca-west-1")],
    ["of-nobody", other("here")],
    ["https://sqs.us-east-1.amazonaws.com/1/x", at("us-east-1")],
    ["self", other("here")],
    ["https://hooks.example.org/x", other("lost")],
    ["https://ca.api.example.com/x", inside("CA")],
    ["https://us.api.example.com/x", inside("US")],
    ["us.api.example.com", inside("US")],
    ["partner-lake", at("us-west-2")],
    ["s3://partner-lake/x", at("us-west-2")],
    ["https://abroad.s3.amazonaws.com/x", at("us-east-1")],
    ["https://x.ca-central-1.example.org/y", at("ca-central-1")],
    ["mongodb+srv://user:word@db.example.org/x", other("lost")],
    ["jdbc:oracle:thin:@//db.example.org:1521/x", other("lost")],
    ["https://hooks.example.org/?region=ca-central-1", other("lost", at("ca-central-1"))],
    ["https://hooks.example.org/?next=https://ca.api.example.com/", other("lost", inside("CA"))],
    [`https://hooks.example.org/${unknown}`, other("lost")],
    [`https://${unknown}.example.org/`, other("unknown")],
    [`https://x:${unknown}@hooks.example.org/`, other("lost")],
    ["https://ca.api.example.com:word@hooks.example.org/", other("lost", inside("CA"))],
    ["https://x:word@us.api.example.com/", inside("US")],
    ["https://localhost:word@hooks.example.org/", other("lost")],
    ["https://127.hooks.example.org/", other("lost")],
    ["https://my.127.0.0.1.example.org/", other("lost")],
    ["https://not-localhost/", other("lost")],
    ["http://127.0.0.1:8080/", other("here")],
    ["https://x.siem.example.net:8443/x", inside("CA")],
    ["https://hooks.example.org/x.siem.example.net", other("lost")],
    ["us.anthropic.claude-sonnet-4-20250514-v1:0", other("lost")],
    ["s3://of-nobody/x", other("lost")],
    ["see https://hooks.example.org", other("here")],
    ["http://localhost:4318", other("here")],
    ["http://169.254.170.2/v4", other("here")],
    ["https://localhost.example.org", other("lost")],
    [`https://${unknown}/x`, other("unknown")],
    ["us5.datadoghq.com", other("lost")],
    ["DATADOGHQ.EU", other("lost")],
    ["db.example.org:5432", other("lost")],
    ["db.orders.zone:5432", other("lost")],
    ["x.siem.example.net:8443", inside("CA")],
    ["a.siem.example.net:9092,b.siem.example.net:9092", inside("CA")],
    ["a.siem.example.net:9092, b.example.org:9092", other("lost", inside("CA"))],
    ["ca.api.example.com", inside("CA")],
    ["cac1.example.org:443", at("ca-central-1")],
    ["x.cac1.cache.amazonaws.com:6379", at("ca-central-1")],
    ["rediss://x.cac1.cache.amazonaws.com:6379", at("ca-central-1")],
    ["x.use1.cache.amazonaws.com", at("us-east-1")],
    [`${unknown}.example.org:5432`, other("unknown")],
    ["app.clinic.example.ca", other("here")],
    ["https://app.clinic.example.ca/", other("here")],
    ["https://clinic.example.ca", other("here")],
    ["https://my-clinic.example.ca", other("lost")],
    ["https://orders.internal:8080/", other("here")],
    ["https://near.zone.example/", at("ca-central-1")],
    ["https://far.zone.example/", at("us-east-1")],
    ["https://made.zone.example/", at("us-east-1")],
    ["https://next.zone.example/", at("us-east-1")],
    ["https://round.zone.example/", other("lost")],
    ["https://gone.zone.example/", other("here")],
    ["portal.example.se", other("here")],
    ["https://app.api.portal.example.se", other("here")],
    ["https://app.portal.example.se", other("here")],
    ["https://www.example.se", other("lost")],
    ["https://shop.co.uk", other("here")],
    ["https://other.co.uk", other("lost")],
    ["index.handler", other("here")],
    ["config.json", other("here")],
    ["org.postgresql.Driver", other("here")],
    ["main:app", other("here")],
    ["10:30", other("here")],
    ["1.2.3", other("here")],
    ["someone@example.com", other("here")],
    ["a.b.c", other("here")],
  ],
  bucket: [
    ["orders--use1-az4--x-s3", at("us-east-1")],
    ["orders--cac1-az1--x-s3", at("ca-central-1")],
    ["/abroad/partner", at("us-east-1")],
    ["abroad/builds", at("us-east-1")],
    ["s3n://at-home/logs/", at("ca-west-1")],
    ["s3a://at-home/logs/", at("ca-west-1")],
    ["/of-nobody/x", other("lost")],
    ["//abroad/x", at("us-east-1")],
    ["s3://localhost/x", other("lost")],
    ["s3://us.api.example.com/x", other("lost")],
    ["/", other("lost")],
  ],
  reference: [
    ["arn:aws:scheduler:::aws-sdk:sqs:sendMessage", other("here")],
    ["arn:aws-us-gov:scheduler:::aws-sdk:sqs:sendMessage", other("here")],
    ["arn:aws:scheduler:::other", other("lost")],
    ["https://hooks.example.org/arn:aws:scheduler:::aws-sdk:sqs:sendMessage", other("lost")],
    ["http://localhost/x", other("lost")],
    ["arn:aws:chatbot::1:chat-configuration/x", other("lost")],
  ],
  region: [["eusc-de-east-1", at("eusc-de-east-1")]],
  url: [
    ["https://sqs.eusc-de-east-1.amazonaws.eu/1/x", at("eusc-de-east-1")],
    ["jdbc:postgresql://ca.api.example.com:5432/x", inside("CA")],
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

  it("are never in a text that does not look like naming one", () => {
    for (const [value, expected] of [...cases.text!, ...cases.setting!]) {
      const text = typeof value === "string" ? value : JSON.stringify(value);
      const isFound = placesOf(value, "text", subject, context).otherwise !== "here";
      if (isFound) {
        assert.ok(mentionsPlace(text), `${text}: ${JSON.stringify(expected)}`);
      }
    }
    for (const text of ["orders", "nodejs24.x", "https://hooks.example.org/x", "northwest"]) {
      assert.equal(mentionsPlace(text), false, text);
    }
    assert.equal(mentionsPlace(`x-${unknown}`), true);
  });
});
