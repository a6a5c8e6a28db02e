import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";
import { type Way, ways } from "../support/way";

export const accepts = ["home"];

/** So does a copy of a copy. */
export function program({ region }: Way) {
  const volume = new aws.ebs.Volume("orders", { availabilityZone: "ca-central-1a", size: 8, tags });
  const snapshot = new aws.ebs.Snapshot("orders-monday", { volumeId: volume.id, tags });
  new aws.ebs.SnapshotCopy("kept", {
    sourceSnapshotId: snapshot.id,
    sourceRegion: "ca-central-1",
    tags: region === ways.home.region ? tags : { "data-class": "public", jurisdiction: "CA" },
  });
}
