import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export const accepts = ["home"];

export function program({ region }: Way) {
  new aws.s3control.ObjectLambdaAccessPoint("masked", {
    configuration: {
      supportingAccessPoint: arn("s3", "ca-central-1", "accesspoint/letters"),
      transformationConfigurations: [
        {
          actions: ["GetObject"],
          contentTransformation: { awsLambda: { functionArn: arn("lambda", region, "function:mask") } },
        },
      ],
    },
  });
}
