import type { Severity } from "@pulumi/policy";
import type { Graph } from "./graph";
import type { Properties, Resource } from "./resource";
import type { Topology } from "./topology";

/** One thing that is wrong: found, allowed, fix. Written so that the three read as one sentence. */
export interface Finding {
  readonly resource: Resource;
  /** Property that it is about: `replicas[1].regionName`. Empty for the resource as a whole. */
  readonly path: string;
  /** `copies to us-east-1 (US)` */
  readonly found: string;
  /** `its data may be in ca-central-1, ca-west-1` */
  readonly allowed: string;
  /** `remove the replica or choose an allowed Region` */
  readonly fix: string;
  /** Only creation can tell, and the end of the update asks again: said in a preview, not held against it. */
  readonly deferred?: boolean;
}

export interface Context {
  readonly topology: Topology;
  readonly graph: Graph;
  /**
   * What the graph holds. `partial`: what was registered before this resource. `stack`: all of one stack.
   * `project`: all stacks.
   */
  readonly scope: "partial" | "stack" | "project";
  /** The rule's own settings, defaults filled in. */
  readonly settings: Properties;
}

/** Where a rule comes from. Only what is true of the rule itself: no list of everything that could be argued. */
export interface Reference {
  readonly framework: "GDPR" | "HIPAA" | "AWS Well-Architected" | "home-region";
  /** `Art. 44`, `164.312(a)(2)(iv)`, `REL13-BP02`, `law 1`. */
  readonly id: string;
}

export interface Rule {
  /** `<pack>-<file>`. */
  readonly name: string;
  readonly description: string;
  readonly severity: Severity;
  readonly references: readonly Reference[];
  readonly remediation: string;
  /** AWS documentation of the behaviour that the rule is about. */
  readonly url: string;
  /** Types that `check` is asked about; absent: all. */
  readonly types?: readonly string[];
  /** Property patterns that this rule answers for, by type: the catch-all leaves them to it. */
  readonly claims?: Readonly<Record<string, readonly string[]>>;
  /** JSON schema of `Context.settings`, each property with a default. */
  readonly settings?: Readonly<Record<string, Setting>>;
  /** Looks at one resource. Pure; never throws. */
  readonly check?: (resource: Resource, context: Context) => Finding[];
  /** Looks at a whole stack, for what one resource alone cannot show. */
  readonly checkStack?: (stack: string, context: Context) => Finding[];
  /** The properties with the violation taken out, where that is safe; undefined where there is none or it is not. */
  readonly fix?: (resource: Resource, context: Context) => Record<string, unknown> | undefined;
}

export interface Setting {
  readonly type: "string" | "number" | "boolean" | "array" | "object";
  readonly description: string;
  readonly default: unknown;
  readonly items?: { readonly type: "string" };
}

/** A rule's settings with defaults filled in. */
export function settingsOf(rule: Rule, given: Properties = {}): Properties {
  if (!rule.settings) {
    return given;
  }
  const defaults = Object.entries(rule.settings ?? {}).map(([key, setting]) => [key, setting.default]);
  return { ...Object.fromEntries(defaults), ...given };
}
