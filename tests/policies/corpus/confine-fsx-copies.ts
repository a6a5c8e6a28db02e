import * as aws from "@pulumi/aws";
import { metrics, tags } from "../support/tags";

export function program() {
  const lake = new aws.s3.Bucket("lake", { bucket: "lake", region: "us-east-1", tags: metrics });
  const files = new aws.fsx.LustreFileSystem("files", { subnetIds: "subnet-1", tags });
  new aws.fsx.DataRepositoryAssociation("lake", {
    fileSystemId: files.id,
    fileSystemPath: "/lake",
    dataRepositoryPath: lake.bucket.apply((name) => `s3://${name}`),
    tags,
  });
}
