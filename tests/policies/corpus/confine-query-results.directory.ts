import * as aws from "@pulumi/aws";
import { type Way, ways } from "../support/way";

/** A directory bucket's name says where it is. */
export function program({ region, tags }: Way) {
  const zone = region === ways.home.region ? "cac1-az1" : "use1-az4";
  new aws.athena.Workgroup("orders", {
    configuration: { resultConfiguration: { outputLocation: `s3://answers--${zone}--x-s3/orders/` } },
    tags,
  });
}
