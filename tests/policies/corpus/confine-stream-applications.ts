import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.kinesis.AnalyticsApplication("orders", {
    name: "orders",
    outputs: [
      {
        name: "out",
        kinesisStream: {
          resourceArn: arn("kinesis", region, "stream/out"),
          roleArn: "arn:aws:iam::123456789012:role/k",
        },
        schema: { recordFormatType: "JSON" },
      },
    ],
    tags,
  });
}
