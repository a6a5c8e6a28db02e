/**
 * How Route 53 judges health:
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */

import { checkerRanges } from "../../../model/checker-ranges";

/** What one health checker has seen. */
export interface CheckerState {
  healthy: boolean;
  /** How many probes in a row said the opposite of `healthy`. */
  against: number;
}

/** A new health check counts as healthy until there is enough data. */
export const newChecker: CheckerState = { healthy: true, against: 0 };

/** A checker changes its mind after `failureThreshold` probes in a row that say otherwise. */
export function afterProbe(
  { healthy, against }: CheckerState,
  passed: boolean,
  failureThreshold: number,
): CheckerState {
  if (passed === healthy) {
    return { healthy, against: 0 };
  }
  return against + 1 >= failureThreshold ? { healthy: passed, against: 0 } : { healthy, against: against + 1 };
}

/** Healthy where more than 18 % of the checkers find it healthy. */
export const checkerShare = 0.18;

export function endpointHealthy(checkers: readonly CheckerState[]): boolean {
  return checkers.filter(({ healthy }) => healthy).length > checkers.length * checkerShare;
}

/** Healthy where enough children are; with none required, always. */
export function calculatedHealthy(children: readonly boolean[], threshold: number): boolean {
  return children.filter(Boolean).length >= threshold;
}

/**
 * The status that records see. A disabled check stops looking and counts as healthy; inverting turns either round:
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html (Disabled, Inverted)
 */
export function status(healthy: boolean, { inverted, disabled }: { inverted: boolean; disabled: boolean }): boolean {
  return (disabled || healthy) !== inverted;
}

/** ms to connect, then ms to answer. TCP checks only connect. */
export const limits = { http: { connectMs: 4_000, responseMs: 2_000 }, tcp: { connectMs: 10_000 } };

/** 2xx and 3xx pass. */
export const passingStatus = (code: number) => code >= 200 && code < 400;

/** `searchString` must appear wholly in the first 5,120 bytes of the body. */
export const searchedBytes = 5_120;

/**
 * Where health checkers are, where the check names no Regions. AWS runs several in each; the twin runs one.
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html (Regions)
 */
export const checkerRegions = [
  "us-east-1",
  "us-west-1",
  "us-west-2",
  "eu-west-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-northeast-1",
  "sa-east-1",
];

/** An address that a checker in a Region asks from: of the Region's published ranges, or of those that are everywhere. */
export function checkerAddress(region: string): string {
  const [range] = checkerRanges[region] ?? checkerRanges.GLOBAL!;
  const [address] = range!.split("/");
  const cut = address!.lastIndexOf(".") + 1;
  return `${address!.slice(0, cut)}${Number(address!.slice(cut)) + 1}`;
}
