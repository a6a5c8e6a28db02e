/** The policies that the stacks give to a role, read from the declared resources. */
import type { Graph, Resource } from "../../../graph/graph";
import type { ConditionContext } from "./conditions";
import { type Decision, mayAssume, type Policies, type PolicyDocument } from "./evaluate";
import { managedPolicies } from "./managed";

const roleType = "aws:iam/role:Role";

/** `unsupported` names attached policies whose text is neither declared nor known here: they allow nothing. */
export interface RolePolicies extends Policies {
  unsupported: string[];
}

/** Throws where no stack declares the role: the twin has no policies to judge its calls by. */
export function policiesOf(graph: Graph, roleArn: string): RolePolicies {
  const role = roleOf(graph, roleArn);
  const unsupported: string[] = [];
  const inline = [...(role.inputs.inlinePolicies ?? []), ...rolePolicies(graph, role)]
    .map((inline: { policy?: unknown }) => parse(inline.policy))
    .filter((policy) => policy !== undefined);
  const managed = attachedArns(graph, role).flatMap((arn) => managedPolicy(graph, arn, unsupported));
  const boundaryArn = role.inputs.permissionsBoundary;
  return {
    identity: [...inline, ...managed],
    ...(boundaryArn ? { boundary: managedPolicy(graph, boundaryArn, unsupported) } : {}),
    unsupported,
  };
}

/** Whether a declared role's trust policy lets `service` assume it. */
export function roleTrusts(graph: Graph, roleArn: string, service: string, context?: ConditionContext): Decision {
  const trust = parse(roleOf(graph, roleArn).inputs.assumeRolePolicy);
  return mayAssume(trust ?? { Statement: [] }, service, context);
}

/** Every attached policy of every role that the twin cannot read, for its list of what it does not stand in for. */
export function unsupportedPolicies(graph: Graph): { role: string; policyArn: string }[] {
  return graph
    .ofType(roleType)
    .flatMap((role) =>
      policiesOf(graph, role.outputs.arn).unsupported.map((policyArn) => ({ role: role.name, policyArn })),
    );
}

function roleOf(graph: Graph, roleArn: string): Resource {
  const role = graph.ofType(roleType).find((resource) => resource.outputs.arn === roleArn);
  if (role) {
    return role;
  }
  const known = graph.ofType(roleType).map((resource) => resource.outputs.arn);
  throw new Error(`no stack declares the role "${roleArn}"; declared roles: ${known.join(", ") || "none"}`);
}

function rolePolicies(graph: Graph, role: Resource): { policy?: unknown }[] {
  return graph
    .ofType("aws:iam/rolePolicy:RolePolicy")
    .filter((resource) => isNamed(role, resource.inputs.role))
    .map((resource) => resource.inputs);
}

function attachedArns(graph: Graph, role: Resource): string[] {
  const single = graph
    .ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    .filter((resource) => isNamed(role, resource.inputs.role));
  const shared = graph
    .ofType("aws:iam/policyAttachment:PolicyAttachment")
    .filter((resource) => (resource.inputs.roles ?? []).some((name: unknown) => isNamed(role, name)));
  return [
    ...(role.inputs.managedPolicyArns ?? []),
    ...[...single, ...shared].map((resource) => resource.inputs.policyArn),
  ];
}

/** Attachments name a role by its name, which is also its id; some programs pass the ARN. */
function isNamed(role: Resource, name: unknown): boolean {
  if (typeof name !== "string") {
    return false;
  }
  return [role.id, role.inputs.name, role.outputs.name, role.outputs.arn].includes(name);
}

function managedPolicy(graph: Graph, arn: string, unsupported: string[]): PolicyDocument[] {
  const declared = graph
    .ofType("aws:iam/policy:Policy")
    .find((resource) => resource.outputs.arn === arn || resource.id === arn);
  const document = parse(declared?.inputs.policy) ?? managedPolicies[arn];
  if (document) {
    return [document];
  }
  unsupported.push(arn);
  return [];
}

/** Policies arrive as JSON text or as an object; what cannot be read grants nothing. */
export function parse(policy: unknown): PolicyDocument | undefined {
  if (typeof policy !== "string") {
    return (policy as PolicyDocument | undefined) ?? undefined;
  }
  try {
    return JSON.parse(policy) as PolicyDocument;
  } catch {
    return undefined;
  }
}
