import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.ecs.Cluster("web", {
    name: "web",
    configuration: {
      executeCommandConfiguration: {
        logging: "OVERRIDE",
        logConfiguration: { s3BucketName: bucketIn(region, "sessions").bucket },
      },
    },
    tags,
  });
}
