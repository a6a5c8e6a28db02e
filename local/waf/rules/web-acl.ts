/** A web ACL: its rules in the order of their priority, until one decides. */
import type { Graph, Resource } from "../../../graph/graph";
import type { Verdict, WafRequest } from "../types";
import { RateRule } from "./rate";
import { type Compiling, type Declared, type Matches, matcher } from "./statement";

type Decide = (request: WafRequest, now: number) => "allow" | "block" | undefined;

export class WebAcl {
  /** Kinds of statement that the rules have and nothing here judges. */
  readonly unsupported: readonly string[];
  readonly #rules: readonly { name: string; decide: Decide }[];
  readonly #otherwise: Verdict["action"];

  /** `lagMs`: how late rate-based rules know what came in. */
  constructor({ inputs }: Pick<Resource, "inputs">, ipSet: Compiling["ipSet"], lagMs?: number) {
    const unsupported = new Set<string>();
    const compiling = { ipSet, unsupported: (kind: string) => void unsupported.add(kind) };
    const declared: Declared[] = (inputs.rules ?? []).toSorted((a: Declared, b: Declared) => a.priority - b.priority);
    this.#rules = declared.map((rule) => ({ name: String(rule.name), decide: decider(rule, compiling, lagMs) }));
    this.#otherwise = inputs.defaultAction?.block ? "block" : "allow";
    this.unsupported = [...unsupported];
  }

  judge(request: WafRequest, now: number): Verdict {
    for (const { name, decide } of this.#rules) {
      const action = decide(request, now);
      if (action) {
        return { action, rule: name };
      }
    }
    return { action: this.#otherwise, rule: undefined };
  }
}

function decider({ action, statement }: Declared, compiling: Compiling, lagMs: number | undefined): Decide {
  // What AWS's own groups would say is not known here: they let everything through.
  if (statement.managedRuleGroupStatement) {
    return () => undefined;
  }
  const matches = statement.rateBasedStatement
    ? rateMatcher(statement.rateBasedStatement, compiling, lagMs)
    : matcher(statement, compiling);
  // Only these two end the evaluation.
  const decision = action?.block ? "block" : action?.allow ? "allow" : undefined;
  return (request, now) => (matches(request, now) ? decision : undefined);
}

function rateMatcher(declared: Declared, compiling: Compiling, lagMs: number | undefined) {
  const { limit, evaluationWindowSec = 300, aggregateKeyType = "IP", scopeDownStatement } = declared;
  const keyOf = keys[aggregateKeyType];
  if (!keyOf) {
    compiling.unsupported(`rateBasedStatement by ${aggregateKeyType}`);
    return () => false;
  }
  const inScope: Matches = scopeDownStatement ? matcher(scopeDownStatement, compiling) : () => true;
  const rule = new RateRule({ limit, windowMs: 1000 * evaluationWindowSec }, lagMs);
  return (request: WafRequest, now: number) => inScope(request) && rule.exceeds(keyOf(request), now);
}

const keys: Readonly<Record<string, (request: WafRequest) => string>> = {
  CONSTANT: () => "",
  IP: ({ ip }) => ip,
};

/** The web ACL of each resource that has one, by the resource's ARN. */
export function associations(graph: Graph): Map<string, Resource> {
  const acls = new Map(graph.ofType("aws:wafv2/webAcl:WebAcl").map((acl) => [acl.outputs.arn, acl]));
  return new Map(
    graph.ofType("aws:wafv2/webAclAssociation:WebAclAssociation").flatMap(({ inputs }) => {
      const acl = acls.get(inputs.webAclArn);
      return acl ? [[String(inputs.resourceArn), acl] as const] : [];
    }),
  );
}

/** The blocks of each declared IP set. */
export function ipSetsOf(graph: Graph): Compiling["ipSet"] {
  const sets = new Map(
    graph.ofType("aws:wafv2/ipSet:IpSet").map(({ inputs, outputs }) => [outputs.arn, inputs.addresses as string[]]),
  );
  return (arn) => sets.get(arn) ?? [];
}
