import * as aws from "@pulumi/aws";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const document = {
    "core-network-configuration": {
      "asn-ranges": ["64512-65534"],
      "edge-locations": [{ location: "ca-central-1" }, { location: region }],
    },
  };
  new aws.networkmanager.CoreNetwork("office", {
    globalNetworkId: "g-1",
    basePolicyDocument: JSON.stringify(document),
    tags,
  });
}
