import * as aws from "@pulumi/aws";
import { lookups, tags } from "../support/tags";

export function program() {
  const accelerator = new aws.globalaccelerator.Accelerator("shared", { tags: lookups });
  const listener = new aws.globalaccelerator.Listener("shared", {
    acceleratorArn: accelerator.id,
    protocol: "TCP",
    portRanges: [{ fromPort: 443, toPort: 443 }],
  });
  const balancer = new aws.lb.LoadBalancer("data", { internal: true, tags });
  new aws.globalaccelerator.EndpointGroup("data", {
    listenerArn: listener.id,
    endpointConfigurations: [{ endpointId: balancer.arn }],
  });
}
