/** Cases of the residency rules about names, accelerators and distributions. */
import { topologyOf } from "../../../policies/shared/topology";
import { unknown } from "../../../policies/shared/values";
import type { CasesOf } from "../support/cases";
import { make, personal, routing } from "../support/scene";
import { edgeEndpointCases } from "./edge-endpoints";
import { edgeCases } from "./routing-edges";
import { nameCases, setOf } from "./routing-names";

const record = "aws:route53/record:Record";
const ip = "aws:globalaccelerator/endpointGroup:EndpointGroup";
const lookup = make(
  "aws:globalaccelerator/accelerator:Accelerator",
  {},
  { stack: "global", name: "lookup", tags: routing, outputs: { id: "acc-lookup" } },
);
const data = make(
  "aws:globalaccelerator/accelerator:Accelerator",
  {},
  { stack: "global", name: "data", tags: personal(), outputs: { id: "acc-data" } },
);
const listener = (name: string, accelerator: string) =>
  make(
    "aws:globalaccelerator/listener:Listener",
    { acceleratorArn: accelerator },
    { stack: "global", name, outputs: { arn: `listener-${name}` } },
  );
const accelerated = [lookup, data, listener("lookup", "acc-lookup"), listener("data", "acc-data")];
const balancer = (name: string, tags: Record<string, string>, stack = "ca") =>
  make(
    "aws:lb/loadBalancer:LoadBalancer",
    {},
    { name, tags, stack, outputs: { arn: `alb-${name}`, dnsName: `${name}.${stack}.elb.amazonaws.com` } },
  );
const free = balancer("free", routing);
const kept = balancer("kept", personal());
const keptAbroad = balancer("abroad", personal("US"), "us");
const endpoints = (listenerArn: unknown, endpointId: unknown, sketch = {}, props = {}) =>
  make(ip, { listenerArn, endpointConfigurations: [{ endpointId }], ...props }, sketch);

const name = "ca.api.example.com";
const alias = (target: unknown) => [{ name: target, zoneId: "Z1", evaluateTargetHealth: true }];
const gateway = (region: string) => `d-1.execute-api.${region}.amazonaws.com`;
const domain = make("aws:apigateway/domainName:DomainName", {}, { name: "domain" });
const domainAbroad = make("aws:apigateway/domainName:DomainName", {}, { name: "domain", stack: "us" });
const weighted = { weightedRoutingPolicies: [{ weight: 1 }] };

export const routingCases: CasesOf = {
  "residency-confine-accelerators": {
    compliant: [
      [endpoints("listener-lookup", "alb-free"), ...accelerated, free],
      [endpoints("listener-data", "alb-kept", {}, { endpointGroupRegion: "ca-west-1" }), ...accelerated, kept],
      [endpoints("listener-data", "alb-kept"), ...accelerated, kept],
      [endpoints("listener-of-another-stack", "alb-free"), free],
      [lookup],
      [data],
      // What goes by the listener's name, but is none.
      [
        endpoints("listener-data", "alb-kept", {}, { endpointGroupRegion: "ca-west-1" }),
        make("aws:ssm/parameter:Parameter", { name: "listener-data" }, { name: "namesake" }),
        ...accelerated,
        kept,
      ],
      {
        scene: [endpoints("their-listener", "alb-kept"), kept],
        options: { topology: topologyOf({ elsewhere: { "their-listener": "CA" } }) },
      },
    ],
    violating: [
      // Of a stack that no topology has, and behind an accelerator that says nothing of data.
      [endpoints("listener-data", "alb-kept", { stack: "elsewhere" }), ...accelerated, kept],
      [
        endpoints("listener-bare", "alb-bare"),
        make(
          "aws:globalaccelerator/accelerator:Accelerator",
          {},
          { stack: "global", name: "bare", tags: false, outputs: { id: "acc-bare" } },
        ),
        listener("bare", "acc-bare"),
        make("aws:lb/loadBalancer:LoadBalancer", {}, { name: "bare", tags: false, outputs: { arn: "alb-bare" } }),
      ],
      // In the Region that it names, not in its stack's.
      {
        scene: [endpoints("their-listener", "alb-kept", {}, { endpointGroupRegion: "us-east-1" }), kept],
        options: { topology: topologyOf({ elsewhere: { "their-listener": "CA" } }) },
      },
      [endpoints("listener-lookup", "alb-kept"), ...accelerated, kept],
      [endpoints("listener-lookup", "alb-nobody"), ...accelerated],
      [endpoints("listener-data", "alb-abroad", { stack: "us" }), ...accelerated, keptAbroad],
      [endpoints("listener-data", "alb-kept", {}, { endpointGroupRegion: "us-east-1" }), ...accelerated, kept],
      [endpoints("listener-of-another-stack", "alb-kept"), kept],
      {
        scene: [endpoints("their-listener", "alb-kept"), kept],
        options: { topology: topologyOf({ elsewhere: { "their-listener": "US" } }) },
      },
      [
        make(
          "aws:globalaccelerator/accelerator:Accelerator",
          {},
          { stack: "global", tags: { "data-class": "personal", jurisdiction: "any" } },
        ),
      ],
    ],
    absent: {
      passed: [
        [make(ip, { listenerArn: "listener-lookup" }), ...accelerated],
        [make("aws:globalaccelerator/accelerator:Accelerator", {}, { stack: "global", tags: false })],
      ],
      found: [[endpoints(undefined, "alb-kept"), kept]],
    },
    unknown: {
      found: [
        // Whose accelerator it is, is known by what the listener is made from.
        [
          endpoints(
            unknown,
            "alb-kept",
            { dependencies: { listenerArn: ["urn:gone", kept.urn, listener("data", "").urn] } },
            { endpointGroupRegion: "us-east-1" },
          ),
          ...accelerated,
          kept,
        ],
        [endpoints("listener-lookup", unknown), ...accelerated],
        [endpoints("listener-data", unknown, {}, { endpointGroupRegion: unknown }), ...accelerated],
        {
          scene: [endpoints(unknown, unknown, { dependencies: { endpointConfigurations: [kept.urn] } }), kept],
          options: { scope: "stack" },
        },
      ],
      passed: [
        [
          endpoints("listener-lookup", unknown, { dependencies: { endpointConfigurations: ["urn:gone", free.urn] } }),
          ...accelerated,
          free,
        ],
        [
          endpoints(
            unknown,
            "alb-kept",
            { dependencies: { listenerArn: [kept.urn, listener("data", "").urn] } },
            { endpointGroupRegion: "ca-west-1" },
          ),
          ...accelerated,
          kept,
        ],
        [
          endpoints(unknown, "alb-free", { dependencies: { listenerArn: [listener("lookup", "").urn] } }),
          ...accelerated,
          free,
        ],
      ],
      deferred: [
        { scene: [endpoints(unknown, "alb-kept"), kept], options: { scope: "partial" } },
        { scene: [endpoints("listener-of-another-stack", unknown)], options: { scope: "partial" } },
      ],
    },
  },
  "residency-confine-records": {
    compliant: [
      // A target that is tagged with nothing says nothing of data; a comment is no routing policy.
      [
        make(record, { name: "www.example.com", type: "CNAME", ...weighted, records: ["bare.elb.amazonaws.com"] }),
        make(
          "aws:lb/loadBalancer:LoadBalancer",
          {},
          { tags: false, name: "bare", outputs: { dnsName: "bare.elb.amazonaws.com" } },
        ),
      ],
      [
        make(record, {
          name: "www.example.com",
          type: "CNAME",
          aRoutingPolicyNote: "x",
          records: ["kept.ca.elb.amazonaws.com"],
        }),
        kept,
      ],
      [make(record, { name, type: "A", aliases: alias(gateway("ca-central-1")) })],
      [make(record, { name: `ca-west-1.${name}`, type: "CNAME", records: [gateway("ca-west-1")], ttl: 60 })],
      [
        make(record, {
          name: "ca.ws.example.com.",
          type: "A",
          latencyRoutingPolicies: [{ region: "ca-west-1" }],
          aliases: alias(gateway("ca-west-1")),
        }),
      ],
      [make(record, { name: `_x.${name}`, type: "CNAME", records: ["_y.acm-validations.aws"] })],
      [make(record, { name, type: "TXT", records: ["us-east-1"] })],
      [
        make(record, { name: "api.example.com", type: "A", aliases: alias("x.awsglobalaccelerator.com"), ...weighted }),
        free,
      ],
      [make(record, { name: "www.example.com", type: "CNAME", records: ["kept.ca.elb.amazonaws.com"] }), kept],
      [make(record, { name, type: "CNAME", records: [`ca-west-1.${name}`] })],
      [setOf({ name, type: "A", region: "ca-west-1", aliasTarget: { dnsName: gateway("ca-west-1") } })],
      [setOf({ name: "data.example.com", type: "A", aliasTarget: { dnsName: "kept.ca.elb.amazonaws.com" } }), kept],
    ],
    violating: [
      ...["A", "AAAA", "HTTPS", "SVCB"].map((type) => [make(record, { name, type, records: ["us.api.example.com"] })]),
      [make(record, { name, type: "A", aliases: alias(gateway("us-east-1")) })],
      [make(record, { name, type: "CNAME", records: ["us.api.example.com"] })],
      [make(record, { name: `ca-west-1.${name}`, type: "cname", records: [gateway("us-west-2")] })],
      [
        make(record, {
          name,
          type: "A",
          latencyRoutingPolicies: [{ region: "us-east-1" }],
          aliases: alias(gateway("ca-central-1")),
        }),
      ],
      [
        make(record, {
          name,
          type: "A",
          failoverRoutingPolicies: [{ type: "SECONDARY" }],
          aliases: alias(gateway("us-east-1")),
        }),
      ],
      [
        make(record, {
          name,
          type: "CNAME",
          geolocationRoutingPolicies: [{ country: "*" }],
          records: ["fallback.example.net"],
        }),
      ],
      [
        make(record, { name: "data.example.com", type: "A", ...weighted, aliases: alias("kept.ca.elb.amazonaws.com") }),
        kept,
      ],
      [
        make(record, {
          name: "data.example.com",
          type: "A",
          geoproximityRoutingPolicy: { awsRegion: "us-east-1" },
          aliases: alias("kept.ca.elb.amazonaws.com"),
        }),
        kept,
      ],
      [make(record, { name, type: "A", geoproximityRoutingPolicy: { awsRegion: "us-east-1" } })],
      [setOf({ name, type: "A", aliasTarget: { dnsName: gateway("us-east-1") } })],
      [setOf({ name, type: "CNAME", resourceRecords: [{ value: gateway("us-east-1") }] })],
      [setOf({ name, type: "A", region: "us-east-1" }), kept],
      [setOf({ name, type: "A", geoproximityLocation: { awsRegion: "us-west-2" } })],
      [setOf({ name: "x.example.com", type: "A", weight: 1, aliasTarget: { dnsName: kept.outputs!.dnsName } }), kept],
    ],
    absent: {
      passed: [[make(record, { name, type: "A" })], [make(record, { type: "A", ...weighted, records: ["192.0.2.1"] })]],
      found: [[make(record, { name, records: [gateway("us-east-1")] })]],
    },
    unknown: {
      found: [
        { scene: [make(record, { name, type: "A", aliases: alias(unknown) })], options: { scope: "stack" } },
        {
          scene: [
            make(
              record,
              { name, type: "A", aliases: alias(unknown) },
              { dependencies: { aliases: [domainAbroad.urn] } },
            ),
            domainAbroad,
          ],
          options: { scope: "stack" },
        },
        [make(record, { name, type: "A", latencyRoutingPolicies: [{ region: unknown }] })],
        {
          scene: [
            make(
              record,
              { name: unknown, type: "A", ...weighted, aliases: alias(unknown) },
              { dependencies: { aliases: [kept.urn] } },
            ),
            kept,
          ],
          options: { scope: "stack" },
        },
      ],
      passed: [
        {
          scene: [
            make(record, { name, type: "A", aliases: alias(unknown) }, { dependencies: { aliases: [domain.urn] } }),
            domain,
          ],
          options: { scope: "stack" },
        },
        [make(record, { name: unknown, type: unknown, records: [unknown] })],
      ],
      deferred: [
        { scene: [make(record, { name, type: "A", aliases: alias(unknown) })], options: { scope: "partial" } },
      ],
    },
  },
  ...nameCases,
  ...edgeCases,
  ...edgeEndpointCases,
};
