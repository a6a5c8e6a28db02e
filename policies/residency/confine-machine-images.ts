import { confine } from "../shared/confine";

export const confineMachineImages = confine({
  name: "confine-machine-images",
  what: "Copies of machine images",
  how: "is copied from or to",
  destinations: {
    "aws:ec2/amiCopy:AmiCopy": ["region:sourceAmiRegion"],
    "aws:imagebuilder/distributionConfiguration:DistributionConfiguration": [
      "region:distributions[*].region",
      "bucket:distributions[*].s3ExportConfiguration.s3Bucket",
    ],
  },
  remediation:
    "Copy images within the Regions of the data's jurisdiction, or declare them public where they hold no data.",
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/CopyingAMIs.html",
});
