import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.comprehend.DocumentClassifier("letters", {
    name: "letters",
    languageCode: "en",
    dataAccessRoleArn: "arn:aws:iam::123456789012:role/c",
    inputDataConfig: { s3Uri: bucketIn(region, "letters").bucket.apply((name) => `s3://${name}/train`) },
    tags,
  });
}
