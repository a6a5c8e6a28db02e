import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  new aws.mailmanager.Relay("out", {
    name: "out",
    serverName: `smtp.${region}.example.com`,
    serverPort: 587,
    authentication: { noAuthentication: {} },
    tags,
  });
}
