import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.sagemaker.EndpointConfiguration("score", {
    productionVariants: [{ modelName: "score", initialInstanceCount: 1, instanceType: "ml.m5.large" }],
    dataCaptureConfig: {
      initialSamplingPercentage: 100,
      destinationS3Uri: bucketIn(region, "captured").bucket.apply((name) => `s3://${name}/in`),
      captureOptions: [{ captureMode: "Input" }],
    },
    tags,
  });
}
