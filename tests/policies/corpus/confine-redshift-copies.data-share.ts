import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export const accepts = ["home"];

export function program({ region, tags }: Way) {
  const cluster = new aws.redshift.Cluster("reports", { clusterIdentifier: "reports", nodeType: "ra3.large", tags });
  new aws.redshift.DataShareConsumerAssociation("reports", {
    dataShareArn: arn("redshift", "ca-central-1", "datashare:reports"),
    consumerArn: cluster.arn,
    consumerRegion: region,
  });
}
