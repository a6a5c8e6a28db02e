/** IAM policy documents, wherever a resource has one. */
import { madeFrom } from "./made";
import type { Resource } from "./resource";
import type { Context, Finding } from "./rule";
import { isRecord, isUnknown, listOf, parsed, valuesAt } from "./values";

export interface Statement {
  /** `policy, statement 2` */
  readonly path: string;
  readonly effect: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly principals: readonly string[];
  readonly hasNotPrincipal: boolean;
  readonly conditions: Readonly<Record<string, unknown>>;
}

/** Type → the properties that hold what an identity may do. */
export const identityPolicies: Readonly<Record<string, readonly string[]>> = {
  "aws:iam/policy:Policy": ["policy"],
  "aws:iam/rolePolicy:RolePolicy": ["policy"],
  "aws:iam/userPolicy:UserPolicy": ["policy"],
  "aws:iam/groupPolicy:GroupPolicy": ["policy"],
  "aws:iam/role:Role": ["inlinePolicies[*].policy"],
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": ["inlinePolicy"],
};

/** Type → the properties that say who may use it. */
export const resourcePolicies: Readonly<Record<string, readonly string[]>> = {
  "aws:iam/role:Role": ["assumeRolePolicy"],
  "aws:s3/bucketPolicy:BucketPolicy": ["policy"],
  "aws:s3/bucket:Bucket": ["policy"],
  "aws:sqs/queuePolicy:QueuePolicy": ["policy"],
  "aws:sqs/queue:Queue": ["policy"],
  "aws:sns/topicPolicy:TopicPolicy": ["policy"],
  "aws:sns/topic:Topic": ["policy"],
  "aws:kms/key:Key": ["policy"],
  "aws:kms/keyPolicy:KeyPolicy": ["policy"],
  "aws:kms/replicaKey:ReplicaKey": ["policy"],
  "aws:secretsmanager/secretPolicy:SecretPolicy": ["policy"],
  "aws:secretsmanager/secret:Secret": ["policy"],
  "aws:ecr/repositoryPolicy:RepositoryPolicy": ["policy"],
  "aws:dynamodb/resourcePolicy:ResourcePolicy": ["policy"],
  "aws:backup/vaultPolicy:VaultPolicy": ["policy"],
  "aws:efs/fileSystemPolicy:FileSystemPolicy": ["policy"],
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": ["policy"],
  "aws:opensearch/domainPolicy:DomainPolicy": ["accessPolicies"],
};

/** Whether a statement holds only where a key of these has one of the named values: absent, it does not hold. */
export function identified({ conditions }: Statement, keys: RegExp): boolean {
  const equalities = Object.entries(conditions).filter(([operator]) =>
    /^(ForAnyValue:)?(String|Arn)(Equals|Like)$/i.test(operator),
  );
  const tests = equalities.flatMap(([, test]) => Object.entries(Object(test)));
  return tests.some(([key, values]) => keys.test(key) && !listOf(values).includes("*"));
}

/** The statements of a resource's policies, and the paths of policies that cannot be read: unknown or not JSON. */
export function statementsOf(
  resource: Resource,
  paths: readonly string[],
): { statements: Statement[]; unread: string[] } {
  const statements: Statement[] = [];
  const unread: string[] = [];
  for (const { path, value } of paths.flatMap((path) => valuesAt(resource.props, path))) {
    const document = isUnknown(value) ? undefined : parsed(value);
    if (!isRecord(document)) {
      unread.push(path);
    } else {
      const listed = listOf(document.Statement).filter(isRecord);
      statements.push(...listed.map((statement, index) => statementOf(statement, `${path}.Statement[${index}]`)));
    }
  }
  return { statements, unread };
}

/**
 * Findings about policies that cannot be read. One that waits for resources of its own stack is read before it is
 * created, when the engine knows it, and once more at the end: the preview says so and goes on.
 */
export function unreadFindings(
  unread: readonly string[],
  context: Context,
  finding: (path: string) => Finding,
): Finding[] {
  const waits = ({ resource, path }: Finding) =>
    context.scope === "stack" && madeFrom(resource, path, context).some(({ type }) => type.startsWith("aws:"));
  return unread
    .map(finding)
    .filter((finding) => !waits(finding))
    .map((finding) => ({ ...finding, deferred: context.scope === "partial" }));
}

function statementOf(statement: Record<string, unknown>, path: string): Statement {
  const texts = (value: unknown) => listOf(value).map(String);
  return {
    path,
    effect: String(statement.Effect),
    actions: texts(statement.Action),
    notActions: texts(statement.NotAction),
    resources: texts(statement.Resource),
    principals: isRecord(statement.Principal)
      ? Object.values(statement.Principal).flatMap(texts)
      : texts(statement.Principal),
    hasNotPrincipal: statement.NotPrincipal !== undefined,
    conditions: isRecord(statement.Condition) ? statement.Condition : {},
  };
}
