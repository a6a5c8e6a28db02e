import { allowedText, inside, transfers } from "../shared/confine";
import { type DataOf, declaredBy } from "../shared/data";
import { madeFrom } from "../shared/made";
import { placesOf } from "../shared/place";
import { effectiveRegion } from "../shared/region";
import type { Resource } from "../shared/resource";
import type { Context, Finding, Rule } from "../shared/rule";
import { type Found, isUnknown, valueAt, valuesAt } from "../shared/values";

const accelerators = [
  "aws:globalaccelerator/accelerator:Accelerator",
  "aws:globalaccelerator/customRoutingAccelerator:CustomRoutingAccelerator",
];

/**
 * An accelerator fails over to any endpoint group with healthy endpoints, whatever the traffic dial says, and then
 * fails open: https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints-endpoint-weights.unhealthy-endpoints.html
 */
export const confineAccelerators: Rule = {
  name: "residency-confine-accelerators",
  description:
    "An accelerator that carries data has endpoint groups of one jurisdiction; one that spans several carries lookups only.",
  severity: "critical",
  references: [...transfers, { framework: "home-region", id: "law 2" }],
  remediation:
    "Give each jurisdiction an accelerator of its own for data, and put only routing endpoints behind the shared one.",
  url: "https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints-endpoint-weights.unhealthy-endpoints.html",
  types: [
    "aws:globalaccelerator/endpointGroup:EndpointGroup",
    "aws:globalaccelerator/customRoutingEndpointGroup:CustomRoutingEndpointGroup",
    ...accelerators,
  ],
  claims: {
    "aws:globalaccelerator/endpointGroup:EndpointGroup": [
      "endpointGroupRegion",
      "endpointConfigurations[*].endpointId",
    ],
    "aws:globalaccelerator/customRoutingEndpointGroup:CustomRoutingEndpointGroup": [
      "endpointGroupRegion",
      "endpointConfigurations[*].endpointId",
    ],
  },
  check(resource, context) {
    if (accelerators.includes(resource.type)) {
      return ownerless(resource, context);
    }
    const carrier = acceleratorOf(resource, context);
    const data = carrier && declaredBy(carrier, context.topology);
    const endpoints = valuesAt(resource.props, "endpointConfigurations[*].endpointId");
    const confined = endpoints.flatMap((endpoint) => carried(endpoint, resource, context));
    if (data?.allowed) {
      return outside(resource, data, context);
    }
    if (carrier) {
      return confined.map(({ path, found }) => onShared(resource, path, found));
    }
    // The accelerator is another stack's. What carries no data may be behind any.
    return confined.flatMap(({ path, found }) => behindUnknown(resource, path, found, context));
  },
};

function ownerless(resource: Resource, { topology }: Context): Finding[] {
  const data = declaredBy(resource, topology);
  if (!data?.allowed || data.allowed.size > 0) {
    return [];
  }
  return [
    {
      resource,
      path: "tags.jurisdiction",
      found: `carries ${data.dataClass} data of no jurisdiction`,
      allowed: "an accelerator for data belongs to one jurisdiction",
      fix: "tag it with its jurisdiction",
    },
  ];
}

/** Endpoint group → listener → accelerator, as far as the graph has them. */
function acceleratorOf(group: Resource, context: Context): Resource | undefined {
  const listener = follow(group, "listenerArn", context);
  return listener && follow(listener, "acceleratorArn", context);
}

function follow(resource: Resource, property: string, context: Context): Resource | undefined {
  const value = valueAt(resource.props, property);
  if (!isUnknown(value)) {
    return context.graph.named(String(value), "globalaccelerator")[0];
  }
  return madeFrom(resource, property, context).find(({ type }) => type.startsWith("aws:globalaccelerator/"));
}

/** What an endpoint carries, where it is not declared to be free to leave. */
function carried({ path, value }: Found, group: Resource, context: Context): { path: string; found: string }[] {
  const endpoints = isUnknown(value) ? madeFrom(group, path, context) : context.graph.named(String(value));
  const classes = endpoints.map((endpoint) => declaredBy(endpoint, context.topology));
  if (classes.some((data) => data && !data.allowed)) {
    return [];
  }
  const named = classes.find((data) => data?.allowed)?.dataClass ?? "data of no declared class";
  return [{ path, found: `has an endpoint with ${named}${named.includes(" ") ? "" : " data"}` }];
}

const onShared = (resource: Resource, path: string, found: string): Finding => ({
  resource,
  path,
  found: `${found} on an accelerator that spans jurisdictions`,
  allowed: "only routing and public endpoints may be behind it",
  fix: "put it behind its jurisdiction's own accelerator",
});

function outside(resource: Resource, data: DataOf, context: Context): Finding[] {
  const region = valueAt(resource.props, "endpointGroupRegion") ?? context.topology.stacks[resource.stack]?.region;
  if (data.allowed!.has(String(region))) {
    return [];
  }
  const where = isUnknown(region) ? "a Region that is not known in a preview" : inside(String(region), context);
  return [
    {
      resource,
      path: "endpointGroupRegion",
      found: `adds an endpoint group in ${where} to an accelerator for data`,
      allowed: allowedText(data.allowed!, data.jurisdiction, data.dataClass),
      fix: "remove the endpoint group: all of them take each other's traffic",
    },
  ];
}

function behindUnknown(resource: Resource, path: string, found: string, context: Context): Finding[] {
  const { jurisdictions } = placesOf(valueAt(resource.props, "listenerArn"), "reference", resource, context);
  const region = effectiveRegion({ ...resource, type: "stack" }, context.topology);
  const group = valueAt(resource.props, "endpointGroupRegion") ?? region;
  const home = context.topology.regions[String(group)];
  if (jurisdictions.some((code) => code === home)) {
    return [];
  }
  return [
    {
      resource,
      path,
      found: `${found}, and nothing says whose accelerator carries it`,
      allowed: "an accelerator for data has endpoint groups of one jurisdiction",
      fix: "check it together with the accelerator's stack, or say in `elsewhere` whose the listener is",
      deferred: context.scope === "partial",
    },
  ];
}
