import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.mskconnect.Connector("sink", {
    kafkaconnectVersion: "3.7.x",
    serviceExecutionRoleArn: "arn:aws:iam::123456789012:role/msk",
    capacity: { provisionedCapacity: { workerCount: 1 } },
    connectorConfiguration: { "connector.class": "io.confluent.connect.s3.S3SinkConnector", "s3.region": region },
    kafkaCluster: {
      apacheKafkaCluster: { bootstrapServers: "b-1:9098", vpc: { securityGroups: ["sg-1"], subnets: ["subnet-1"] } },
    },
    kafkaClusterClientAuthentication: {},
    kafkaClusterEncryptionInTransit: {},
    plugins: [{ customPlugin: { arn: arn("kafkaconnect", "ca-central-1", "custom-plugin/s3/1"), revision: 1 } }],
    tags,
  });
}
