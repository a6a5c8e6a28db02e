import * as aws from "@pulumi/aws";
import { bucketIn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.transfer.User("partner", {
    serverId: "s-1",
    userName: "partner",
    role: "arn:aws:iam::123456789012:role/t",
    homeDirectoryType: "LOGICAL",
    homeDirectoryMappings: [
      { entry: "/", target: bucketIn(region, "inbox").bucket.apply((name) => `/${name}/partner`) },
    ],
    tags,
  });
}
