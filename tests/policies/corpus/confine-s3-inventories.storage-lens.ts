import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.s3control.StorageLensConfiguration("all", {
    configId: "all",
    storageLensConfiguration: {
      enabled: true,
      accountLevel: { bucketLevel: {} },
      dataExport: {
        s3BucketDestination: {
          accountId: "123456789012",
          arn: bucketIn(region, "lens").bucket.apply((name) => `arn:aws:s3:::${name}`),
          format: "CSV",
          outputSchemaVersion: "V_1",
        },
      },
    },
    tags,
  });
}
