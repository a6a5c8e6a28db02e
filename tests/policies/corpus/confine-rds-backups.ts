import * as aws from "@pulumi/aws";

export function program() {
  new aws.rds.InstanceAutomatedBackupsReplication("orders", {
    sourceDbInstanceArn: "arn:aws:rds:us-east-1:123456789012:db:orders",
  });
}
