import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.ebs.SnapshotCopy("disk", { sourceSnapshotId: "snap-1", sourceRegion: "us-east-1", tags });
}
