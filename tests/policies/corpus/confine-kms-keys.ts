import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";

export function program() {
  new aws.kms.Key("letters", { multiRegion: true, enableKeyRotation: true, tags });
}
