import { inside, transfers } from "../shared/confine";
import { type DataOf, declaredBy } from "../shared/data";
import { listed, quoted } from "../shared/message";
import { jurisdictionOfHost, placesOf } from "../shared/place";
import { effectiveRegion } from "../shared/region";
import type { Resource } from "../shared/resource";
import type { Context, Finding, Rule } from "../shared/rule";
import { regionsIn } from "../shared/topology";
import { type Found, isUnknown, valuesAt } from "../shared/values";

/** Records that say where requests go. */
const addressTypes = ["A", "AAAA", "CNAME", "HTTPS", "SVCB"];
const targets = ["aliases[*].name", "records[*]"];
const type = "aws:route53/record:Record";

/**
 * Whatever the routing policy, an unhealthy record is answered with another of the same name, geolocation ones with the
 * next larger area's: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-geo.html
 */
export const confineRecords: Rule = {
  name: "residency-confine-records",
  description: "Names that carry data answer with targets of one jurisdiction, also when something fails.",
  severity: "critical",
  references: [...transfers, { framework: "home-region", id: "law 1" }],
  remediation: "Give each jurisdiction a name of its own, with targets and fallbacks in its own Regions.",
  url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html",
  types: [type],
  claims: { [type]: [...targets, "latencyRoutingPolicies[*].region"] },
  check(resource, context) {
    const { name } = resource.props;
    if (!answersAddresses(resource)) return [];
    const jurisdiction = typeof name === "string" && !isUnknown(name) ? jurisdictionOfHost(name, context) : undefined;
    const found = targets.flatMap((path) => valuesAt(resource.props, path));
    if (!jurisdiction) return found.flatMap((target) => sharedName(target, resource, context));
    const latencies = valuesAt(resource.props, "latencyRoutingPolicies[*].region");
    const latency = latencies.flatMap((one) => judge({ ...one, jurisdiction, kind: "region" }, resource, context));
    return [...latency, ...found.flatMap((one) => judge({ ...one, jurisdiction, kind: "url" }, resource, context))];
  },
};

/** Names that begin with an underscore are no hosts: https://datatracker.ietf.org/doc/html/rfc8552 */
function answersAddresses({ props }: Resource): boolean {
  if (typeof props.type === "string" && !isUnknown(props.type) && !addressTypes.includes(props.type.toUpperCase()))
    return false;
  return !(typeof props.name === "string" && props.name.startsWith("_"));
}

type Target = Found & { jurisdiction: string; kind: "region" | "url" };

/** A target of a name that is one jurisdiction's. */
function judge({ path, value, jurisdiction, kind }: Target, resource: Resource, context: Context): Finding[] {
  const allowed = regionsIn(context.topology, jurisdiction);
  const finding = (found: string, deferred = false): Finding[] => [
    {
      resource,
      path,
      found: `sends ${quoted(resource.props.name)} to ${found}`,
      allowed: `a name of ${jurisdiction} leads to ${listed(allowed)}`,
      fix: "point it into its own jurisdiction",
      deferred,
    },
  ];
  const places = placesOf(value, kind, resource, context);
  const foreign = places.regions.filter((region) => !allowed.includes(region)).map((region) => inside(region, context));
  const others = places.jurisdictions.filter((one) => one !== jurisdiction);
  if (foreign.length + others.length > 0) return finding(listed([...foreign, ...others]));
  if (places.otherwise === "lost") return finding(`${quoted(value)}, and nothing says where that is`);
  if (places.otherwise !== "unknown") return [];
  if (context.scope === "partial") return finding("a target that is known only after creation", true);
  const regions = madeFrom(resource, path, context).map((one) => effectiveRegion(one, context.topology) ?? "");
  if (regions.length === 0) return finding("a target that nothing known decides");
  const outside = regions.filter((region) => region !== "global" && !allowed.includes(region));
  return outside.length > 0 ? finding(listed(outside)) : [];
}

/** A target of a name that is no jurisdiction's: with a routing policy it must not carry data. */
function sharedName({ path, value }: Found, resource: Resource, context: Context): Finding[] {
  if (!Object.keys(resource.props).some((property) => /RoutingPolic(y|ies)$/.test(property))) return [];
  const known = isUnknown(value) ? madeFrom(resource, path, context) : context.graph.named(String(value));
  const data = known
    .map((one) => declaredBy(one, context.topology))
    .find((one): one is DataOf => one?.allowed !== undefined);
  if (!data) return [];
  return [
    {
      resource,
      path,
      found: `routes ${quoted(resource.props.name)} to a target with ${data.dataClass} data`,
      allowed: "names that are routed between jurisdictions carry lookups and public data only",
      fix: `use a name of its jurisdiction, such as ${data.jurisdiction?.toLowerCase()}.api.<domain>`,
    },
  ];
}

function madeFrom(resource: Resource, path: string, { graph }: Context): Resource[] {
  const urns = resource.dependencies?.[path.split(/[.[]/)[0]!] ?? [];
  return urns.flatMap((urn) => graph.byUrn(urn) ?? []).filter((one) => one.type.startsWith("aws:"));
}
