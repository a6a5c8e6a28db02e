import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  const files = new aws.fsx.LustreFileSystem("files", { subnetIds: "subnet-1", tags });
  new aws.fsx.DataRepositoryAssociation("lake", {
    fileSystemId: files.id,
    fileSystemPath: "/lake",
    dataRepositoryPath: bucketIn(region, "lake").bucket.apply((name) => `s3://${name}`),
    tags,
  });
}
