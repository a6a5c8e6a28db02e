import { transfers } from "../shared/confine";
import { type DnsAnswer, judgeDnsAnswer } from "../shared/dns-answers";
import type { Resource } from "../shared/resource";
import type { Rule } from "../shared/rule";
import { type Found, valuesAt } from "../shared/values";

const record = "aws:route53/record:Record";
/** All records of a hosted zone in one resource. */
const exclusive = "aws:route53/recordsExclusive:RecordsExclusive";
const paths = {
  [record]: {
    targets: ["aliases[*].name", "records[*]"],
    regions: ["latencyRoutingPolicies[*].region", "geoproximityRoutingPolicy.awsRegion"],
    routing: /RoutingPolic(y|ies)$/,
  },
  [exclusive]: {
    targets: ["aliasTarget.dnsName", "resourceRecords[*].value"],
    regions: ["region", "geoproximityLocation.awsRegion"],
    routing: /^(setIdentifier|region|weight|failover|geolocation|geoproximityLocation|cidrRoutingConfig)$/,
  },
};

/**
 * Whatever the routing policy, an unhealthy record is answered with another of the same name, geolocation ones with the
 * next larger area's: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-policy-geo.html
 */
export const confineRecords: Rule = {
  name: "residency-confine-records",
  description: "Names that carry data answer with targets of one jurisdiction, also when something fails.",
  severity: "critical",
  references: transfers,
  remediation: "Give each jurisdiction a name of its own, with targets and fallbacks in its own Regions.",
  url: "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-complex-configs.html",
  types: [record, exclusive],
  claims: {
    [record]: [...paths[record].targets, ...paths[record].regions],
    [exclusive]: [...paths[exclusive].targets, ...paths[exclusive].regions].map(
      (path) => `resourceRecordSets[*].${path}`,
    ),
  },
  check: (resource, context) => dnsAnswersOf(resource).flatMap((answer) => judgeDnsAnswer(answer, resource, context)),
};

function dnsAnswersOf({ type, props }: Resource): DnsAnswer[] {
  if (type === record) {
    return [dnsAnswerOf({ path: "", value: props }, record)];
  }
  return valuesAt(props, "resourceRecordSets[*]").map((set) => dnsAnswerOf(set, exclusive));
}

function dnsAnswerOf({ path, value }: Found, type: keyof typeof paths): DnsAnswer {
  const { targets, regions, routing } = paths[type];
  const prefixed = path ? `${path}.` : "";
  const valuesIn = (path: string) =>
    valuesAt(value, path).map((property) => ({ ...property, path: `${prefixed}${property.path}` }));
  return {
    name: valuesIn("name")[0]?.value,
    type: valuesIn("type")[0]?.value,
    routed: Object.keys(Object(value)).some((property) => routing.test(property)),
    targets: targets.flatMap(valuesIn),
    regions: regions.flatMap(valuesIn),
  };
}
