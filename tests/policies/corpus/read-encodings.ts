import { deflateRawSync } from "node:zlib";
import * as aws from "@pulumi/aws";
import { type Way, ways } from "../support/way";

/** What no rule can read may send data anywhere. */
export function program({ region, tags }: Way) {
  const script = "#!/bin/sh\n/opt/orders/run\n";
  const bytes = region === ways.home.region ? Buffer.from(script) : deflateRawSync(script);
  new aws.ec2.LaunchTemplate("orders", { userData: bytes.toString("base64"), tags });
}
