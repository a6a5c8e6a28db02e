import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.dsql.Cluster("letters", { multiRegionProperties: { witnessRegion: region }, tags });
}
