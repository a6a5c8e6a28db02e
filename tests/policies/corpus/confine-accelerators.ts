import * as aws from "@pulumi/aws";
import { metrics } from "../support/tags";
import type { Way } from "../support/way";

export function program({ region, tags }: Way) {
  const accelerator = new aws.globalaccelerator.Accelerator("data", { tags });
  const listener = new aws.globalaccelerator.Listener("tls", {
    acceleratorArn: accelerator.id,
    protocol: "TCP",
    portRanges: [{ fromPort: 443, toPort: 443 }],
  });
  const balancer = new aws.lb.LoadBalancer("front", { region, internal: true, tags: metrics });
  new aws.globalaccelerator.EndpointGroup("group", {
    listenerArn: listener.id,
    endpointGroupRegion: region,
    endpointConfigurations: [{ endpointId: balancer.arn }],
  });
}
