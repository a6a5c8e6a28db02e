import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

/** A launch template's user data is base64. */
export function program({ region, tags }: Way) {
  const script = `#!/bin/sh\nAWS_REGION=${region} /opt/orders/run\n`;
  new aws.ec2.LaunchTemplate("orders", { userData: Buffer.from(script).toString("base64"), tags });
}
