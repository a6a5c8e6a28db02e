import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.codebuild.Project("build", {
    serviceRole: "arn:aws:iam::123456789012:role/b",
    artifacts: { type: "NO_ARTIFACTS" },
    environment: { computeType: "BUILD_GENERAL1_SMALL", image: "aws/codebuild/standard:7.0", type: "LINUX_CONTAINER" },
    source: { type: "NO_SOURCE", buildspec: "version: 0.2" },
    logsConfig: {
      s3Logs: { status: "ENABLED", location: bucketIn(region, "logs").bucket.apply((name) => `${name}/builds`) },
    },
    tags,
  });
}
