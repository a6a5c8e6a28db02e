import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { type Foundation, readsRegistry, regionFunction, tags } from "./foundation";
import { LookupLoadBalancer } from "./load-balancer";
import type { Network } from "./network";

/** This Region's share of `api.<domain>`: lookup and health behind a load balancer behind the global accelerator. */
export class Lookup extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly loadBalancer: aws.lb.LoadBalancer;
  readonly endpointGroup: aws.globalaccelerator.EndpointGroup;

  constructor(name: string, on: Foundation, network: Network, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:Lookup", name, {}, opts);
    const lookup = regionFunction(
      name,
      on,
      {
        source: "lookup",
        description: "Answers where an organization's home is",
        environment: { REGISTRY_HASH_KEY: on.global.registryHashKey },
        permissions: readsRegistry(on, "dynamodb:BatchGetItem"),
        memoryMb: 1024, // more memory is more processor: a cold start is CPU-bound
        timeoutSeconds: 3,
        tags: tags(on, "routing"),
      },
      { parent: this },
    );
    const health = regionFunction(
      `${name}-health`,
      on,
      {
        source: "health",
        description: "Says whether this Region's lookup can serve",
        environment: {},
        permissions: readsRegistry(on, "dynamodb:GetItem"),
        tags: tags(on, "operational"),
      },
      { parent: this },
    );
    const balancer = new LookupLoadBalancer(name, on, { network, lookup, health }, { parent: this });
    this.function = lookup.function;
    this.loadBalancer = balancer.loadBalancer;
    this.endpointGroup = new aws.globalaccelerator.EndpointGroup(
      name,
      {
        listenerArn: on.global.lookupListenerArn,
        endpointGroupRegion: on.config.region,
        endpointConfigurations: [
          { endpointId: balancer.loadBalancer.arn, weight: 128, clientIpPreservationEnabled: true },
        ],
        trafficDialPercentage: 100,
        // For a load balancer its own target health counts; these stand in the endpoint group all the same.
        // https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoint-groups.html
        healthCheckProtocol: "TCP",
        healthCheckPort: 443,
        healthCheckIntervalSeconds: 10,
        thresholdCount: 3,
      },
      { parent: this, dependsOn: [balancer.listener] },
    );
    this.registerOutputs();
  }
}
