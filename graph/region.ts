/** Which AWS Region a resource is in: programs, twin and policies ask here. */
import table from "./global-types.json";

/**
 * Types of the installed `@pulumi/aws` that take no `region`: their services belong to no Region.
 * https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/global-services.html
 * Written by policies/classification/generate.ts from the package itself.
 */
const globalTypes: ReadonlySet<string> = new Set(table.types);

/** Version of `@pulumi/aws` that the list is of. */
export const globalTypesVersion: string = table.version;

/** Whether resources of a type are in a Region. A type that the package does not have is taken to be. */
export const isRegional = (type: string): boolean => !globalTypes.has(type);

/** Its own `region`, else its provider's; undefined for global services and for what is not an AWS resource. */
export function effectiveRegion(
  type: string,
  inputs: Record<string, any>,
  providerRegion: string | undefined,
): string | undefined {
  if (type === "awsx:ec2:Vpc") {
    return providerRegion;
  }
  return type.startsWith("aws:") && isRegional(type) ? (inputs.region ?? providerRegion) : undefined;
}
