import * as aws from "@pulumi/aws";
import { tags } from "../support/tags";
import { type Way, ways } from "../support/way";

export const accepts = ["home"];

/** A replica holds what its source holds. */
export function program({ region }: Way) {
  const source = new aws.rds.Instance("orders", { instanceClass: "db.t4g.small", tags });
  new aws.rds.Instance("copy", {
    instanceClass: "db.t4g.small",
    replicateSourceDb: source.arn,
    tags: region === ways.home.region ? tags : { "data-class": "operational", jurisdiction: "CA" },
  });
}
