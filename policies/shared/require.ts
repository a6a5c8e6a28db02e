/** Makes a rule that wants certain values of certain properties. Absent and unknown values are violations. */
import { madeFrom } from "./made";
import { quoted } from "./message";
import type { Resource } from "./resource";
import type { Context, Finding, Rule } from "./rule";
import { isUnknown, valuesAt } from "./values";

export interface Requirement {
  readonly path: string;
  readonly holds: (value: unknown, resource: Resource) => boolean;
  /** `allowed is 10` */
  readonly allowed: string;
  readonly fix: string;
  /** Whether absence is as good as an allowed value. @default false */
  readonly optional?: boolean;
  /** Whether the requirement is about this resource at all. */
  readonly when?: (resource: Resource, context: Context) => boolean;
  /** An unknown value is good enough where it is made from a resource of this type: `aws:kms/`. */
  readonly madeFrom?: string;
  /** The allowed value, where setting it is safe. */
  readonly safe?: unknown;
}

export type Requirements = Readonly<Record<string, readonly Requirement[]>>;

export function requireValues(rule: Omit<Rule, "check" | "types" | "fix">, requirements: Requirements): Rule {
  const safe = Object.values(requirements).some((list) => list.some((requirement) => requirement.safe !== undefined));
  return {
    ...rule,
    types: Object.keys(requirements),
    check: (resource, context) =>
      requirements[resource.type]!.flatMap((requirement) => unmet(requirement, resource, context)),
    ...(safe && {
      fix: (resource: Resource, context: Context) => mended(requirements[resource.type] ?? [], resource, context),
    }),
  };
}

export function unmet(requirement: Requirement, resource: Resource, context: Context): Finding[] {
  const { path, holds, allowed, fix, optional, when } = requirement;
  if (when && !when(resource, context)) {
    return [];
  }
  const finding = (place: string, found: string, deferred = false): Finding => ({
    resource,
    path: place,
    found,
    allowed,
    fix,
    deferred,
  });
  const values = valuesAt(resource.props, path);
  if (values.length === 0) {
    return optional ? [] : [finding(path, `has no ${path}`)];
  }
  return values.flatMap(({ path: place, value }) => {
    if (!isUnknown(value)) {
      return holds(value, resource) ? [] : [finding(place, `has ${path} ${quoted(value)}`)];
    }
    if (!requirement.madeFrom) {
      return [finding(place, `has a ${path} that is not known in a preview`)];
    }
    if (context.scope === "partial") {
      return [finding(place, `has a ${path} that is known only after creation`, true)];
    }
    const made = madeFrom(resource, place, context).some(({ type }) => type.startsWith(requirement.madeFrom!));
    return made ? [] : [finding(place, `has a ${path} that nothing known decides`)];
  });
}

/** Sets what is safe to set, at the top level only: deeper ones need what is around them. */
function mended(requirements: readonly Requirement[], resource: Resource, context: Context) {
  const open = requirements.filter(
    (requirement) =>
      requirement.safe !== undefined &&
      !requirement.path.includes(".") &&
      unmet(requirement, resource, context).length > 0,
  );
  if (open.length === 0) {
    return undefined;
  }
  return { ...resource.props, ...Object.fromEntries(open.map(({ path, safe }) => [path, safe])) };
}

export const isTrue = (value: unknown): boolean => value === true || value === "true";
export const isOneOf =
  (...values: unknown[]) =>
  (value: unknown): boolean =>
    values.includes(value);
