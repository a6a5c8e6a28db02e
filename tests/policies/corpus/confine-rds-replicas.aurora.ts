import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.rds.Cluster("replica", {
    engine: "aurora-postgresql",
    replicationSourceIdentifier: arn("rds", region, "cluster:orders"),
    tags,
  });
}
