import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  const set = new aws.cloudformation.StackSet("baseline", { name: "baseline", templateBody: "{}", tags });
  new aws.cloudformation.StackSetInstance("baseline", { stackSetName: set.name, stackSetInstanceRegion: "us-east-1" });
}
