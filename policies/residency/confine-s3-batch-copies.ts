import { confine } from "../shared/confine";

export const confineS3BatchCopies = confine({
  name: "confine-s3-batch-copies",
  what: "Copies of S3 objects",
  how: "is copied from or to",
  destinations: {
    "aws:s3/objectCopy:ObjectCopy": ["bucket:source", "bucket:bucket"],
    "aws:s3control/objectLambdaAccessPoint:ObjectLambdaAccessPoint": [
      "reference:configuration.transformationConfigurations[*].contentTransformation.awsLambda.functionArn",
    ],
  },
  remediation: "Copy within the Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops.html",
});
