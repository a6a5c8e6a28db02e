import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.kinesis.FirehoseDeliveryStream("events", {
    destination: "http_endpoint",
    httpEndpointConfiguration: {
      url: region.startsWith("ca-") ? `https://in.${region}.example.com` : "https://aws-api.newrelic.com/firehose/v1",
      s3Configuration: {
        roleArn: "arn:aws:iam::123456789012:role/f",
        bucketArn: bucketIn("ca-central-1", "failed").bucket.apply((name) => `arn:aws:s3:::${name}`),
      },
    },
    tags,
  });
}
