import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.securitylake.DataLake("lake", {
    metaStoreManagerRoleArn: "arn:aws:iam::123456789012:role/lake",
    configuration: { region: "ca-central-1", replicationConfiguration: { regions: [region] } },
    tags,
  });
}
