/**
 * What a Lambda authorizer's response allows.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
import { wildcard } from "../../lambda/rules";

export interface AuthorizerResult {
  principalId: string;
  /** Passed on to the function as text. */
  context: Record<string, string>;
  statements: Statement[];
}

interface Statement {
  effect: string;
  actions: string[];
  resources: string[];
}

/** Undefined where the response is malformed: the client then gets 500. */
export function authorizerResultOf(returned: unknown): AuthorizerResult | undefined {
  if (typeof returned !== "object" || returned === null) {
    return undefined;
  }
  const { principalId, policyDocument, context } = returned as Record<string, any>;
  if (typeof principalId !== "string" || !policyDocument?.Statement) {
    return undefined;
  }
  const entries = Object.entries(context ?? {});
  // "You can't set a JSON object or array as a valid value of any key in the context object."
  if (entries.some(([, value]) => typeof value === "object" && value !== null)) {
    return undefined;
  }
  const statements = list(policyDocument.Statement).map((statement: any) => ({
    effect: String(statement.Effect),
    actions: list(statement.Action).map(String),
    resources: list(statement.Resource).map(String),
  }));
  return { principalId, statements, context: Object.fromEntries(entries.map(([key, value]) => [key, String(value)])) };
}

/** Explicit deny wins, and what nothing allows is denied. Stars reach over slashes. */
export function judge(authorization: AuthorizerResult, methodArn: string): "allow" | "deny" | "explicit-deny" {
  const matching = authorization.statements.filter(
    ({ actions, resources }) =>
      actions.some((action) => wildcard(action, "execute-api:Invoke", "si")) &&
      resources.some((resource) => wildcard(resource, methodArn)),
  );
  if (matching.some(({ effect }) => effect === "Deny")) {
    return "explicit-deny";
  }
  return matching.some(({ effect }) => effect === "Allow") ? "allow" : "deny";
}

const list = (value: any): any[] => (Array.isArray(value) ? value : value === undefined ? [] : [value]);
