import * as aws from "@pulumi/aws";

export function program() {
  new aws.ecr.ReplicationConfiguration("images", {
    replicationConfiguration: { rules: [{ destinations: [{ region: "us-east-1", registryId: "123456789012" }] }] },
  });
}
