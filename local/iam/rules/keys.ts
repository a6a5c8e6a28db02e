/**
 * Who may use a KMS key: its key policy decides, alone or by handing over to the account's IAM policies.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
import type { Graph } from "../../../graph/graph";
import {
  type AccessRequest,
  allows,
  applies,
  type Decision,
  type Policies,
  type Statement,
  statementsOf,
} from "./evaluate";
import { parse } from "./roles";

/** What AWS gives a key that is declared without a policy. */
const accountDecides: Statement = { Effect: "Allow", Action: "kms:*", Resource: "*", Principal: { AWS: "*:root" } };

/** `request.resource` is the key's ARN. A key that no stack declares is taken to leave it to IAM. */
export function mayUseKey(graph: Graph, roleArn: string, policies: Policies, request: AccessRequest): Decision {
  const key = graph.byArn(request.resource);
  const policy = parse(key?.inputs.policy);
  const statements = policy ? statementsOf([policy]) : [accountDecides];
  const names = (principals: (arn: string) => boolean, effect: Statement["Effect"]) =>
    statements.some(
      (statement) =>
        statement.Effect === effect &&
        principalsOf(statement).some(principals) &&
        applies(statement, request, effect === "Deny"),
    );
  const isRole = (arn: string) => arn === "*" || arn === roleArn;
  const isAccount = (arn: string) => arn === "*:root" || arn === roleArn.replace(/:role\/.*$/, ":root");
  const identity = allows(policies, request);
  if (names((arn) => isRole(arn) || isAccount(arn), "Deny")) {
    return { allowed: false, reason: "with an explicit deny in a resource-based policy" };
  }
  if (identity.allowed) {
    if (names((arn) => isRole(arn) || isAccount(arn), "Allow")) {
      return identity;
    }
    return { allowed: false, reason: `because no resource-based policy allows the ${request.action} action` };
  }
  if (!identity.reason.includes("explicit deny") && names(isRole, "Allow")) {
    return { allowed: true, reason: "allowed" };
  }
  return identity;
}

function principalsOf({ Principal }: Statement): string[] {
  if (Principal === "*") {
    return ["*"];
  }
  const { AWS } = (Principal ?? {}) as { AWS?: string | string[] };
  return [AWS ?? []].flat();
}
