import { loadBalancer } from "../load-balancer/types";
import { serviceModule } from "../module";
import { accelerators } from "./rules/declared";
import { GlobalAccelerator } from "./service";
import { globalAccelerator } from "./types";

export const globalAcceleratorModule = serviceModule({
  key: globalAccelerator,
  title: "AWS Global Accelerator",
  description: {
    does:
      "two anycast addresses; TCP ended at the client's nearest edge and opened again to the endpoint, which sees the " +
      "client's address; dial, weights, client affinity, failover that ignores dials, fail-open; open connections stay",
    leavesOut:
      "UDP, IPv6, EC2 and Elastic IP endpoints, custom routing, flow logs. Failover looks at three other groups (AWS " +
      'says both "the three closest" and "three additional"). Three looks 10 s apart decide, both ways: AWS says ' +
      '"about 30 seconds"',
    sources: {
      "unhealthy endpoints":
        "https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints-endpoint-weights.unhealthy-endpoints.html",
      "endpoint groups": "https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoint-groups.html",
    },
  },
  standsInFor: [
    "aws:globalaccelerator/accelerator:Accelerator",
    "aws:globalaccelerator/endpointGroup:EndpointGroup",
    "aws:globalaccelerator/listener:Listener",
  ],
  needs: [loadBalancer],
  create: (context, services) =>
    new GlobalAccelerator(context, {
      loadBalancerHealthy: (arn) => services.get(loadBalancer).healthOf(arn) === "healthy",
    }),
  regionsOf: (graph) =>
    accelerators(graph).flatMap(({ listeners }) =>
      listeners.flatMap(({ groups }) =>
        groups.map(({ region }) => ({ region, by: "an endpoint group of Global Accelerator" })),
      ),
    ),
  health: (service) => service.healthStates(),
  explain(service, { ip, port, place }) {
    const found = ip === undefined ? undefined : service.explain(ip, port, place);
    if (!found) {
      return undefined;
    }
    const { accelerator, edge, route, endpointIp } = found;
    const taken = `accelerator ${accelerator} takes the connection at ${edge.name}`;
    if (!route) {
      return { why: [taken, "it has no endpoint"] };
    }
    return { why: [taken, route.why], region: route.group.region, ip: endpointIp };
  },
});
