import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.gamelift.GameSessionQueue("match", {
    name: "match",
    destinations: [arn("gamelift", region, "fleet/fleet-1")],
    tags,
  });
}
