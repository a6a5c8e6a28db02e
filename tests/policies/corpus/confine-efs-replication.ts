import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const files = new aws.efs.FileSystem("files", { tags });
  new aws.efs.ReplicationConfiguration("files", { sourceFileSystemId: files.id, destination: { region } });
}
