/** Which AWS Region a resource is in. */

/** Services whose resources are in no Region: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html */
const globalServices = new Set([
  "account",
  "budgets",
  "cloudfront",
  "globalaccelerator",
  "iam",
  "networkmanager",
  "organizations",
  "route53",
  "shield",
]);

/** Its own `region`, else its provider's; undefined for global services and for what is not an AWS resource. */
export function effectiveRegion(
  type: string,
  inputs: Record<string, any>,
  providerRegion: string | undefined,
): string | undefined {
  if (type === "awsx:ec2:Vpc") return providerRegion;
  const service = /^aws:([^/:]+)[/:]/.exec(type)?.[1];
  if (!service || globalServices.has(service)) return undefined;
  return inputs.region ?? providerRegion;
}
