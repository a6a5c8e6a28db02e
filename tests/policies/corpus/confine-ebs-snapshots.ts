import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.ebs.SnapshotCopy("disk", { sourceSnapshotId: "snap-1", sourceRegion: region, tags });
}
