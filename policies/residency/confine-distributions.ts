import { transfers } from "../shared/confine";
import { declaredBy } from "../shared/data";
import { madeFrom } from "../shared/made";
import { quoted } from "../shared/message";
import { jurisdictionOfHost } from "../shared/place";
import type { Resource } from "../shared/resource";
import type { Context, Finding, Rule } from "../shared/rule";
import { type Found, isUnknown, valuesAt } from "../shared/values";

const distribution = "aws:cloudfront/distribution:Distribution";
const multitenant = "aws:cloudfront/multitenantDistribution:MultitenantDistribution";
const tenant = "aws:cloudfront/distributionTenant:DistributionTenant";
const vpcOrigin = "aws:cloudfront/vpcOrigin:VpcOrigin";
const lightsail = "aws:lightsail/distribution:Distribution";
const origins = ["origins[*].domainName", "vpcOriginEndpointConfig.arn"];
const names = ["aliases[*]", "domains[*].domain"];
const associations = (behaviors: readonly string[], property: string) =>
  behaviors.map((behavior) => `${behavior}.lambdaFunctionAssociations[*].${property}`);
const functions: Readonly<Record<string, readonly string[]>> = {
  [distribution]: associations(["defaultCacheBehavior", "orderedCacheBehaviors[*]"], "lambdaArn"),
  [multitenant]: associations(["defaultCacheBehavior", "cacheBehaviors[*]"], "lambdaFunctionArn"),
};
const fix = "send data to its jurisdiction's own name, past CloudFront";

/**
 * CloudFront ends TLS, caches and runs functions at edge locations everywhere, and Lambda@Edge logs where it ran:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-logs.html
 */
export const confineDistributions: Rule = {
  name: "residency-confine-distributions",
  description: "CloudFront and Lambda@Edge see lookups and public data only.",
  severity: "critical",
  references: [...transfers, { framework: "home-region", id: "law 2" }],
  remediation: "Serve data under its jurisdiction's own name, past CloudFront.",
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-logs.html",
  types: [distribution, multitenant, tenant, vpcOrigin, lightsail],
  claims: {
    [distribution]: ["origins[*].domainName", "aliases[*]", ...functions[distribution]!],
    [multitenant]: ["origins[*].domainName", ...functions[multitenant]!],
    [tenant]: ["domains[*].domain"],
    [vpcOrigin]: ["vpcOriginEndpointConfig.arn"],
  },
  check(resource, context) {
    const own = declaredBy(resource, context.topology);
    const finding = (path: string, found: string): Finding => ({
      resource,
      path,
      found,
      allowed: "CloudFront works outside every jurisdiction and may see routing and public data only",
      fix,
    });
    const itself = own?.allowed ? [finding("tags.data-class", `carries ${own.dataClass} data`)] : [];
    const behind = [...origins, ...(functions[resource.type] ?? [])].flatMap((path) =>
      valuesAt(resource.props, path).flatMap((found) =>
        carried(found, resource, context).map((what) => finding(found.path, what)),
      ),
    );
    const aliases = names
      .flatMap((path) => valuesAt(resource.props, path))
      .flatMap(({ path, value }) => {
        const jurisdiction = jurisdictionOfHost(String(value), context);
        return jurisdiction ? [finding(path, `answers for ${quoted(value)}, a name of ${jurisdiction}`)] : [];
      });
    return [...itself, ...behind, ...aliases];
  },
};

/** What is wrong with an origin or a function, or nothing. */
function carried({ path, value }: Found, resource: Resource, context: Context): string[] {
  if (isUnknown(value) && context.scope === "partial") {
    return [];
  }
  const named = isUnknown(value) ? madeFrom(resource, path, context) : found(String(value), context);
  const confined = named.map((resource) => declaredBy(resource, context.topology)).find((data) => data?.allowed);
  if (confined) {
    return [`passes ${confined.dataClass} data of ${confined.jurisdiction ?? "no jurisdiction"}`];
  }
  if (isUnknown(value)) {
    return named.length > 0 ? [] : ["passes something that nothing known decides"];
  }
  const jurisdiction = jurisdictionOfHost(String(value), context);
  // A bucket's or load balancer's own host name has a Region in it, and its class has been looked at above.
  if (!jurisdiction || named.length > 0 || /amazonaws\.com$/.test(String(value))) {
    return [];
  }
  return [`passes ${quoted(value)}, a name of ${jurisdiction}`];
}

/** Also by a published version's ARN. */
const found = (value: string, { graph }: Context): Resource[] => [
  ...graph.named(value),
  ...(/^arn:aws[\w-]*:lambda:/.test(value) ? graph.named(value.replace(/:\d+$/, "")) : []),
];
