import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.msk.Replicator("orders", {
    replicatorName: "orders",
    serviceExecutionRoleArn: "arn:aws:iam::123456789012:role/msk",
    kafkaClusters: [
      {
        amazonMskCluster: { mskClusterArn: arn("kafka", "ca-central-1", "cluster/a/1") },
        vpcConfig: { subnetIds: ["subnet-1"] },
      },
      {
        amazonMskCluster: { mskClusterArn: arn("kafka", region, "cluster/b/1") },
        vpcConfig: { subnetIds: ["subnet-2"] },
      },
    ],
    replicationInfoList: {
      sourceKafkaClusterArn: arn("kafka", "ca-central-1", "cluster/a/1"),
      targetKafkaClusterArn: arn("kafka", region, "cluster/b/1"),
      targetCompressionType: "NONE",
      topicReplications: [{ topicsToReplicates: [".*"] }],
      consumerGroupReplications: [{ consumerGroupsToReplicates: [".*"] }],
    },
    tags,
  });
}
