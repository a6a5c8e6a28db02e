/** What rules find in a scene. */
import { packs } from "../../../policies/packs";
import { contextOf } from "../../../policies/shared/evaluate";
import { Graph } from "../../../policies/shared/graph";
import { RuleIndex } from "../../../policies/shared/hearing";
import type { Resource } from "../../../policies/shared/resource";
import type { Context, Finding, Rule } from "../../../policies/shared/rule";
import type { Topology } from "../../../policies/shared/topology";
import { topology } from "./scene";

export const allRules: readonly Rule[] = packs.flatMap((pack) => pack.rules);
const byName = new Map(allRules.map((rule) => [rule.name, rule]));

export function ruleNamed(name: string): Rule {
  const rule = byName.get(name);
  if (!rule) {
    throw new Error(`there is no rule ${name}`);
  }
  return rule;
}

export interface Judging {
  readonly scope?: Context["scope"];
  readonly topology?: Topology;
  readonly settings?: Record<string, unknown>;
}

/** A rule's findings about the first resource of a scene (of its stack, for rules about stacks). */
export function judged(rule: Rule, scene: readonly Resource[], options: Judging = {}): Finding[] {
  const context = contextOf(rule, new Graph(scene), {
    topology: options.topology ?? topology,
    scope: options.scope ?? "project",
    settings: { [rule.name]: options.settings ?? {} },
  });
  const subject = scene[0]!;
  const found = new RuleIndex([rule]).findings([subject], [subject.stack], () => context).get(rule) ?? [];
  return found.filter((finding) => finding.resource.stack === subject.stack);
}

/** Names of the residency rules that find something about the first resource. */
export function residencyNames(scene: readonly Resource[], options: Judging = {}): string[] {
  const rules = allRules.filter(({ name }) => name.startsWith("residency-"));
  return rules
    .filter((rule) => rule.check && judged({ ...rule, checkStack: undefined } as never, scene, options).length > 0)
    .map(({ name }) => name);
}
