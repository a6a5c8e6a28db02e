import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AlarmSpec } from "../shared/alarm";
import type { Entrance, Part } from "../shared/part";
import type { RegionArgs, RegionContext } from "./context";
import { type ReadableSnapshot, RegionFunction, readsRegistry } from "./function";
import { HealthFunction } from "./health";
import { LookupLoadBalancer } from "./load-balancer";
import { lookupAlarms } from "./lookup-alarms";
import type { Network } from "./network";

export interface LookupArgs extends RegionArgs {
  network: Network;
  snapshot: ReadableSnapshot;
}

/** This Region's share of `api.<domain>`: lookup and health behind a load balancer behind the global accelerator. */
export class Lookup extends pulumi.ComponentResource implements Part {
  readonly alarms: readonly AlarmSpec[];
  readonly entrances: readonly Entrance[];

  constructor(name: string, { ctx, network, snapshot }: LookupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:Lookup", name, {}, opts);
    const lookup = createLookup(name, ctx, snapshot, this);
    const health = new HealthFunction(
      `${name}-health`,
      { ctx, description: "Says whether this Region's lookup answers", probes: { lookup }, usesKey: false },
      { parent: this },
    );
    const balancer = new LookupLoadBalancer(name, { ctx, network, functions: { lookup, health } }, { parent: this });
    const group = createEndpointGroup(name, ctx, balancer, this);
    this.alarms = [
      ...lookupAlarms(name, balancer.loadBalancer, lookup.function),
      ...[lookup, health, balancer].flatMap((part) => part.alarms),
    ];
    this.entrances = [{ label: "lookup", arn: balancer.loadBalancer.arn }];
    this.registerOutputs({ functionName: lookup.function.name, endpointGroupArn: group.arn });
  }
}

function createLookup(name: string, ctx: RegionContext, snapshot: ReadableSnapshot, parent: pulumi.Resource) {
  const registry = readsRegistry(ctx, snapshot);
  return new RegionFunction(
    name,
    {
      ctx,
      source: "lookup",
      description: "Answers where an organization's home is",
      environment: { REGISTRY_HASH_KEY: ctx.global.registryHashKey, ...registry.environment },
      permissions: registry.permissions,
      memoryMb: 1024, // more memory is more processor: a cold start is CPU-bound
      timeoutSeconds: 3,
      tags: ctx.tags("routing"),
    },
    { parent },
  );
}

function createEndpointGroup(name: string, ctx: RegionContext, balancer: LookupLoadBalancer, parent: pulumi.Resource) {
  return new aws.globalaccelerator.EndpointGroup(
    name,
    {
      listenerArn: ctx.global.lookupListenerArn,
      endpointGroupRegion: ctx.config.region,
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
    { parent, dependsOn: [balancer.listener] },
  );
}
