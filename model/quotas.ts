/** What AWS gives an account that asked for nothing, where it differs between Regions. */

/** A token bucket: requests a second, and how many at once. */
export interface Throttle {
  readonly rate: number;
  readonly burst: number;
}

/** Regions in which API Gateway starts with less. */
const smallApiRegions = new Set([
  ...["af-south-1", "ap-south-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-7"],
  ...["ca-west-1", "eu-central-2", "eu-south-1", "eu-south-2", "il-central-1", "me-central-1", "mx-central-1"],
]);

/**
 * API Gateway's requests of a whole account in a Region, all its APIs together.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
 */
export function accountThrottle(region: string): Throttle {
  return smallApiRegions.has(region) ? { rate: 2_500, burst: 1_250 } : { rate: 10_000, burst: 5_000 };
}
