/** What rules find in one request of the engine's: about a resource as it comes, or about a whole stack at the end. */
import type { Graph } from "./graph";
import type { Resource } from "./resource";
import type { Context, Finding, Rule } from "./rule";

export interface Subject {
  readonly scope: "partial" | "stack";
  /** The one resource, or all of the stack. */
  readonly resources: readonly Resource[];
  readonly stack: string;
  readonly graph: Graph;
}

/** Rules by the types that they are about: most are about a few of a thousand. */
export class RuleIndex {
  readonly #byType = new Map<string, readonly Rule[]>();

  constructor(readonly rules: readonly Rule[]) {}

  of(type: string): readonly Rule[] {
    const known = this.#byType.get(type);
    if (known) {
      return known;
    }
    const found = this.rules.filter(({ check, types }) => check && (!types || types.includes(type)));
    this.#byType.set(type, found);
    return found;
  }

  /** What each rule finds in resources, and in stacks as wholes; without those that find nothing. */
  findings(
    resources: readonly Resource[],
    stacks: readonly string[],
    contextOf: (rule: Rule) => Context,
  ): Map<Rule, readonly Finding[]> {
    const found = new Map<Rule, Finding[]>();
    const add = (rule: Rule, more: readonly Finding[]) => {
      const earlier = found.get(rule);
      if (earlier) {
        earlier.push(...more);
      } else if (more.length > 0) {
        found.set(rule, [...more]);
      }
    };
    for (const resource of resources) {
      for (const rule of this.of(resource.type)) {
        add(rule, decided(rule, resource, contextOf(rule)));
      }
    }
    for (const stack of stacks) {
      for (const rule of this.rules) {
        if (rule.checkStack) {
          add(rule, rule.checkStack(stack, contextOf(rule)));
        }
      }
    }
    return found;
  }
}

/**
 * What a rule finds. While resources come singly, the graph knows those that came before by what the program says of them
 * alone, so what depends on others is decided at the end, where a preview, an update and a check of everything know the same.
 */
function decided(rule: Rule, resource: Resource, context: Context): readonly Finding[] {
  const before = context.graph.lookups;
  const findings = rule.check!(resource, context);
  return context.scope === "partial" && context.graph.lookups > before
    ? findings.filter(({ deferred }) => deferred)
    : findings;
}

export class Hearing {
  #findings: ReadonlyMap<Rule, readonly Finding[]> | undefined;
  readonly #index: RuleIndex;
  readonly #contextOf: (rule: Rule) => Context;

  constructor(
    readonly subject: Subject,
    index: RuleIndex,
    contextOf: (rule: Rule) => Context,
  ) {
    this.#index = index;
    this.#contextOf = contextOf;
  }

  /** Whether it is of the resource, or of a whole stack as the request is. */
  isOf(request: object): boolean {
    const { scope, resources } = this.subject;
    return "urn" in request ? scope === "partial" && resources[0]!.urn === request.urn : scope === "stack";
  }

  /** Of the rules that find something. Looked for when first asked for: by then, all that open a hearing have said their settings. */
  get findings(): ReadonlyMap<Rule, readonly Finding[]> {
    const { scope, stack, resources } = this.subject;
    this.#findings ??= this.#index.findings(resources, scope === "stack" ? [stack] : [], this.#contextOf);
    return this.#findings;
  }
}
