/** Identity and Access Management. */
import { account, made } from "./made";
import type { MakeOutputs, ServiceOutputs } from "./types";

const principal = (kind: string, prefix: string): MakeOutputs => {
  return ({ urn, inputs, physical }) => {
    const arn = `arn:aws:iam::${account}:${kind}${inputs.path ?? "/"}${physical}`;
    // A policy's id is its ARN, everything else's its name.
    return { id: kind === "policy" ? arn : physical, name: physical, arn, uniqueId: `${prefix}${made.upper(urn, 17)}` };
  };
};

export const iam: ServiceOutputs = {
  outputs: {
    "aws:iam/role:Role": principal("role", "AROA"),
    "aws:iam/user:User": principal("user", "AIDA"),
    "aws:iam/group:Group": principal("group", "AGPA"),
    "aws:iam/instanceProfile:InstanceProfile": principal("instance-profile", "AIPA"),
    "aws:iam/policy:Policy": principal("policy", "ANPA"),
    "aws:iam/rolePolicy:RolePolicy": ({ inputs, physical }) => ({ id: `${inputs.role}:${physical}`, name: physical }),
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ({ inputs }) => ({ id: `${inputs.role}-${inputs.policyArn}` }),
  },
  calls: {
    "aws:iam/getPolicyDocument:getPolicyDocument": policyDocument,
  },
};

/** https://www.pulumi.com/registry/packages/aws/api-docs/iam/getpolicydocument/ */
function policyDocument(inputs: Record<string, any>) {
  const principals = (list: any[] | undefined) => {
    if (!list?.length) {
      return undefined;
    }
    if (list.some((principal) => principal.type === "*")) {
      return "*";
    }
    return Object.fromEntries(list.map((principal) => [principal.type, single(principal.identifiers)]));
  };
  const conditions = (list: any[] | undefined) => {
    if (!list?.length) {
      return undefined;
    }
    const operators: Record<string, Record<string, unknown>> = {};
    for (const { test, variable, values } of list) {
      operators[test] = { ...operators[test], [variable]: single(values) };
    }
    return operators;
  };
  const document = {
    Version: inputs.version ?? "2012-10-17",
    ...(inputs.policyId ? { Id: inputs.policyId } : {}),
    Statement: (inputs.statements ?? []).map((statement: any) => ({
      Sid: statement.sid,
      Effect: statement.effect ?? "Allow",
      Action: single(statement.actions),
      NotAction: single(statement.notActions),
      Resource: single(statement.resources),
      NotResource: single(statement.notResources),
      Principal: principals(statement.principals),
      NotPrincipal: principals(statement.notPrincipals),
      Condition: conditions(statement.conditions),
    })),
  };
  const json = JSON.stringify(document, null, 2);
  return { id: made.hex(json, 10), json, minifiedJson: JSON.stringify(document) };
}

const single = (list: unknown[] | undefined) => (list?.length === 1 ? list[0] : list);
