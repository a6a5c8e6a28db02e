/**
 * Whether a role's policies allow a call: a pure function of the policies and the request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
import { arnMatches, type ConditionContext, conditionsMatch, resolveVariables, wildcard } from "./conditions";

export interface Statement {
  Effect: "Allow" | "Deny";
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Principal?: unknown;
  Condition?: Record<string, Record<string, string | string[]>>;
}

export interface PolicyDocument {
  Version?: string;
  Statement: Statement | Statement[];
}

/** What a role may do. A permissions boundary allows nothing by itself and caps what the policies allow. */
export interface Policies {
  identity: PolicyDocument[];
  boundary?: PolicyDocument[];
}

/** `action` as `dynamodb:GetItem`, `resource` an ARN, `context` the request's condition keys, in any case. */
export interface AccessRequest {
  action: string;
  resource: string;
  context?: ConditionContext;
  /** Condition keys whose absence from `context` means that the request has none. Others cannot be decided on. */
  knownKeys?: readonly string[];
}

/** `reason` continues AWS's sentence "… is not authorized to perform: A on resource: R". */
export interface Decision {
  allowed: boolean;
  reason: string;
}

/** Explicit deny wins, then an allow is needed from the identity policies and, where there is one, from the boundary. */
export function allows(policies: Policies, request: AccessRequest): Decision {
  const parts: [string, string, PolicyDocument[]][] = [["an", "identity-based policy", policies.identity]];
  if (policies.boundary) {
    parts.push(["a", "permissions boundary", policies.boundary]);
  }
  for (const [article, kind, documents] of parts) {
    if (statementsOf(documents).some((statement) => statement.Effect === "Deny" && applies(statement, request, true))) {
      return { allowed: false, reason: `with an explicit deny in ${article} ${kind}` };
    }
  }
  for (const [, kind, documents] of parts) {
    if (
      !statementsOf(documents).some((statement) => statement.Effect === "Allow" && applies(statement, request, false))
    ) {
      return { allowed: false, reason: `because no ${kind} allows the ${request.action} action` };
    }
  }
  return { allowed: true, reason: "allowed" };
}

/** Whether a role's trust policy lets a service of AWS assume it: `lambda.amazonaws.com`. */
export function mayAssume(trust: PolicyDocument, service: string, context: ConditionContext = {}): Decision {
  const action = "sts:AssumeRole";
  const matching = statementsOf([trust]).filter((statement) => trustsService(statement.Principal, service));
  const takes = (statement: Statement, undecided: boolean) =>
    actionMatches(statement, action) && conditionsMatch(statement.Condition, context, undecided);
  if (matching.some((statement) => statement.Effect === "Deny" && takes(statement, true))) {
    return { allowed: false, reason: "with an explicit deny in a resource-based policy" };
  }
  if (matching.some((statement) => statement.Effect === "Allow" && takes(statement, false))) {
    return { allowed: true, reason: "allowed" };
  }
  return { allowed: false, reason: `because no resource-based policy allows the ${action} action to ${service}` };
}

/**
 * Whether a statement is about a request, whatever its effect and principal.
 * What cannot be decided counts against the caller: pass `undecided` false for an allow, true for a deny.
 */
export function applies(statement: Statement, request: AccessRequest, undecided: boolean): boolean {
  const context = request.context ?? {};
  if (!actionMatches(statement, request.action)) {
    return false;
  }
  const matches = (pattern: string) => {
    const resolved = resolveVariables(pattern, context);
    return resolved === undefined ? undecided : arnMatches(resolved, request.resource);
  };
  const named = list(statement.Resource);
  const excepted = list(statement.NotResource);
  // Excepting a resource narrows the statement, so an undecidable exception counts the other way round.
  const reaches = named.length > 0 ? named.some(matches) : excepted.length > 0 && !excepted.some(exceptionMatches);
  return reaches && conditionsMatch(statement.Condition, context, undecided, request.knownKeys);

  function exceptionMatches(pattern: string): boolean {
    const resolved = resolveVariables(pattern, context);
    return resolved === undefined ? !undecided : arnMatches(resolved, request.resource);
  }
}

function actionMatches(statement: Statement, action: string): boolean {
  const matches = (pattern: string) => wildcard(pattern.toLowerCase(), action.toLowerCase());
  if (statement.Action !== undefined) {
    return list(statement.Action).some(matches);
  }
  return statement.NotAction !== undefined && !list(statement.NotAction).some(matches);
}

function trustsService(principal: unknown, service: string): boolean {
  if (principal === "*") {
    return true;
  }
  const services = (principal as { Service?: string | string[] } | undefined)?.Service;
  return list(services).includes(service);
}

export function statementsOf(documents: PolicyDocument[]): Statement[] {
  return documents.flatMap((document) => list(document.Statement));
}

function list<T>(value: T | T[] | undefined): T[] {
  if (value === undefined) {
    return [];
  }
  return Array.isArray(value) ? value : [value];
}
