import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.ssmincidents.ReplicationSet("incidents", { regions: [{ name: "ca-central-1" }, { name: region }], tags });
}
