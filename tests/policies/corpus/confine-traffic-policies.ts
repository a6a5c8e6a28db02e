import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, host }: Way) {
  const document = {
    AWSPolicyFormatVersion: "2015-10-01",
    RecordType: "CNAME",
    Endpoints: { there: { Type: "value", Value: `d-1.execute-api.${region}.amazonaws.com` } },
    StartEndpoint: "there",
  };
  const policy = new aws.route53.TrafficPolicy("spread", { name: "spread", document: JSON.stringify(document) });
  new aws.route53.TrafficPolicyInstance("api", {
    name: host,
    hostedZoneId: "Z1",
    trafficPolicyId: policy.id,
    trafficPolicyVersion: 1,
    ttl: 60,
  });
}
