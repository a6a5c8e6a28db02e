import * as aws from "@pulumi/aws";
import { lookups } from "../support/tags";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const accelerator = new aws.globalaccelerator.Accelerator("shared", {
    tags: region.startsWith("ca-") ? tags : lookups,
  });
  const listener = new aws.globalaccelerator.Listener("tls", {
    acceleratorArn: accelerator.id,
    protocol: "TCP",
    portRanges: [{ fromPort: 443, toPort: 443 }],
  });
  const balancer = new aws.lb.LoadBalancer("front", { internal: true, tags });
  new aws.globalaccelerator.EndpointGroup("group", {
    listenerArn: listener.id,
    endpointConfigurations: [{ endpointId: balancer.arn }],
  });
}
