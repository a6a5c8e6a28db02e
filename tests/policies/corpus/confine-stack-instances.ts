import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const set = new aws.cloudformation.StackSet("baseline", { name: "baseline", templateBody: "{}", tags });
  new aws.cloudformation.StackSetInstance("baseline", { stackSetName: set.name, stackSetInstanceRegion: region });
}
