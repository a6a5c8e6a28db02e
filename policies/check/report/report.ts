/** What every format is made from. */

import type { Violation } from "../../shared/evaluate";
import type { Pack } from "../../shared/pack";
import type { Resource } from "../../shared/resource";
import { placeOf } from "../where";

export interface Report {
  readonly stacks: readonly string[];
  readonly resourceCount: number;
  readonly packs: readonly Pack[];
  readonly violations: readonly Violation[];
  readonly exempted: readonly Violation[];
  readonly exemptionIssues: readonly string[];
  readonly seconds: number;
}

/** 1 where something mandatory is violated or an exemption is invalid. */
export const exitCodeOf = ({ violations, exemptionIssues }: Report): number =>
  violations.some(({ level }) => level === "mandatory") || exemptionIssues.length > 0 ? 1 : 0;

export interface Group {
  readonly resource: Resource;
  readonly violations: readonly Violation[];
}

/** By resource, in the order of the first finding of each. */
export function byResource(violations: readonly Violation[]): Group[] {
  const groups = new Map<string, { resource: Resource; violations: Violation[] }>();
  for (const violation of violations) {
    const { resource } = violation.finding;
    const group = groups.get(resource.urn) ?? { resource, violations: [] };
    group.violations.push(violation);
    groups.set(resource.urn, group);
  }
  return [...groups.values()];
}

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

export function summaryOf(report: Report): string {
  const { violations, exempted, exemptionIssues, stacks, packs, resourceCount, seconds } = report;
  const mandatory = violations.filter(({ level }) => level === "mandatory").length;
  const rules = packs.reduce((count, pack) => count + pack.rules.length, 0);
  const parts = [
    plural(mandatory, "violation"),
    ...(violations.length > mandatory ? [`${violations.length - mandatory} advisory`] : []),
    ...(exempted.length ? [`${exempted.length} exempted`] : []),
    ...(exemptionIssues.length ? [plural(exemptionIssues.length, "invalid exemption")] : []),
  ];
  const scope = `${plural(resourceCount, "resource")} of ${plural(stacks.length, "stack")} under ${plural(rules, "rule")}`;
  return `${parts.join(", ")}: ${scope}, ${seconds.toFixed(1)} s`;
}

/** `infra/region/dns.ts:31`, or the component path of the URN where the line is not known. */
export function whereOf(resource: Resource): string {
  const place = placeOf(resource);
  return place ? `${place.file}:${place.line}` : resource.urn.split("::")[2]!.replaceAll("$", " › ");
}
