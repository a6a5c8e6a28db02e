import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  const files = new aws.efs.FileSystem("files", { tags });
  new aws.efs.ReplicationConfiguration("files", { sourceFileSystemId: files.id, destination: { region: "us-east-1" } });
}
