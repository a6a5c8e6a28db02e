import * as aws from "@pulumi/aws";
import { arn, type Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.kms.ReplicaKey("letters", { primaryKeyArn: arn("kms", region, "key/mrk-1"), tags });
}
