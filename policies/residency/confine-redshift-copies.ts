import { confine } from "../shared/confine";

export const confineRedshiftCopies = confine({
  name: "confine-redshift-copies",
  what: "Snapshots, shares and logs of Redshift",
  how: "is copied to or shared with",
  destinations: {
    "aws:redshift/snapshotCopy:SnapshotCopy": ["region:destinationRegion"],
    "aws:redshift/dataShareConsumerAssociation:DataShareConsumerAssociation": [
      "region:consumerRegion",
      "reference:consumerArn",
      "reference:dataShareArn",
    ],
    "aws:redshift/dataShareAuthorization:DataShareAuthorization": ["reference:dataShareArn"],
    "aws:redshift/logging:Logging": ["bucket:bucketName"],
    "aws:redshift/cluster:Cluster": ["reference:snapshotArn"],
  },
  remediation: "Copy and share within the Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/redshift/latest/mgmt/cross-region-snapshot-copy.html",
});
