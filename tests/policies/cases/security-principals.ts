/** Cases of the security rules about whom the policy of a resource lets in. */
import { unknown } from "../../../policies/shared/values";
import type { CasesOf } from "../support/cases";
import { account, make } from "../support/scene";

const kms = make("aws:kms/key:Key", {}, { name: "key" });
const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const principals = (Principal: unknown, more = {}) =>
  document({ Effect: "Allow", Principal, Action: "sqs:SendMessage", Resource: "*", ...more });
const queuePolicy = (policy: unknown) => make("aws:sqs/queuePolicy:QueuePolicy", { policy });
const sns = { Service: "sns.amazonaws.com" };
const invoked = (more: Record<string, unknown>) =>
  make("aws:lambda/permission:Permission", { principal: "apigateway.amazonaws.com", ...more });

export const principalCases: CasesOf = {
  "security-deny-public-principals": {
    compliant: [
      [queuePolicy(principals({ Service: "sns.amazonaws.com" }))],
      [queuePolicy(principals("*", { Condition: { StringEquals: { "kms:CallerAccount": account } } }))],
      [
        queuePolicy(
          principals({ AWS: "*" }, { Condition: { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": ["o-1/*"] } } }),
        ),
      ],
      [queuePolicy(principals("*", { Effect: "Deny" }))],
      [make("aws:lambda/permission:Permission", { principal: "apigateway.amazonaws.com" })],
      [make("aws:lambda/permission:Permission", { principal: "*", sourceArn: "arn:aws:sns:ca-central-1:1:t" })],
      [make("aws:iam/role:Role", { assumeRolePolicy: principals({ Service: ["lambda.amazonaws.com"] }) })],
    ],
    violating: [
      [queuePolicy(principals("*"))],
      [queuePolicy(principals({ AWS: ["*"] }))],
      [queuePolicy(principals({ AWS: [`arn:aws:iam::${account}:root`, "*"] }))],
      // True where the request says nothing of the account.
      ...["ForAllValues:StringEquals", "StringEqualsIfExists"].map((operator) => [
        queuePolicy(principals("*", { Condition: { [operator]: { "aws:PrincipalAccount": account } } })),
      ]),
      // Tags that anybody may have, and no key of AWS's.
      ...["aws:RequestTag/aws:SourceArn", "aws:PrincipalOrgIDs"].map((key) => [
        queuePolicy(principals("*", { Condition: { StringEquals: { [key]: "o-1" } } })),
      ]),
      [queuePolicy(principals("*", { Condition: { StringEquals: null } }))],
      // Anybody is somebody.
      [queuePolicy(principals("*", { Condition: { StringLike: { "aws:PrincipalArn": "*" } } }))],
      [
        queuePolicy(
          principals("*", { Condition: { ArnLike: { "aws:SourceArn": ["arn:aws:sns:ca-central-1:1:t", "*"] } } }),
        ),
      ],
      [queuePolicy(principals("*", { Condition: { StringNotEquals: { "kms:CallerAccount": account } } }))],
      [queuePolicy(principals("*", { Condition: { Bool: { "aws:SecureTransport": "true" } } }))],
      [queuePolicy(document({ Effect: "Allow", NotPrincipal: { AWS: "1" }, Action: "sqs:SendMessage" }))],
      [make("aws:lambda/permission:Permission", { principal: "*" })],
      ...[
        "iam/role:Role assumeRolePolicy",
        "s3/bucketPolicy:BucketPolicy policy",
        "s3/bucket:Bucket policy",
        "sqs/queue:Queue policy",
        "sns/topicPolicy:TopicPolicy policy",
        "sns/topic:Topic policy",
        "kms/key:Key policy",
        "kms/keyPolicy:KeyPolicy policy",
        "kms/replicaKey:ReplicaKey policy",
        "secretsmanager/secretPolicy:SecretPolicy policy",
        "secretsmanager/secret:Secret policy",
        "ecr/repositoryPolicy:RepositoryPolicy policy",
        "dynamodb/resourcePolicy:ResourcePolicy policy",
        "backup/vaultPolicy:VaultPolicy policy",
        "efs/fileSystemPolicy:FileSystemPolicy policy",
        "cloudwatch/eventBusPolicy:EventBusPolicy policy",
        "opensearch/domainPolicy:DomainPolicy accessPolicies",
      ].map((example) => [make(`aws:${example.split(" ")[0]}`, { [example.split(" ")[1]!]: principals("*") })]),
    ],
    absent: { passed: [[make("aws:sqs/queue:Queue")]] },
    unknown: {
      found: [
        [queuePolicy(unknown)],
        [queuePolicy(principals({ AWS: unknown }))],
        [make("aws:lambda/permission:Permission", { principal: unknown })],
      ],
      deferred: [{ scene: [queuePolicy(unknown)], options: { scope: "partial" } }],
      passed: [
        {
          scene: [
            make("aws:sqs/queuePolicy:QueuePolicy", { policy: unknown }, { dependencies: { policy: [kms.urn] } }),
            kms,
          ],
          options: { scope: "stack" },
        },
      ],
    },
  },
  "security-require-sources": {
    compliant: [
      [invoked({ sourceArn: `arn:aws:execute-api:ca-central-1:${account}:a1b2/*/*/*` })],
      [invoked({ principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::uploads", sourceAccount: account })],
      [invoked({ principal: "events.amazonaws.com", sourceAccount: account })],
      [invoked({ principalOrgId: "o-1" })],
      [invoked({ principal: "alexa-appkit.amazon.com", eventSourceToken: "amzn1.ask.skill.1" })],
      [invoked({ principal: account })],
      [invoked({ principal: `arn:aws:iam::${account}:role/caller` })],
      ...[
        { ArnEquals: { "aws:SourceArn": `arn:aws:sns:ca-central-1:${account}:t` } },
        { ArnLike: { "AWS:SOURCEARN": [`arn:aws:sns:ca-central-1:${account}:*`] } },
        { StringEquals: { "aws:SourceAccount": account } },
        { StringLike: { "aws:SourceOrgID": "o-1" } },
        { "ForAnyValue:StringLike": { "aws:SourceOrgPaths": ["o-1/*"] } },
      ].map((Condition) => [queuePolicy(principals(sns, { Condition }))]),
      [queuePolicy(principals(sns, { Effect: "Deny" }))],
      [queuePolicy(principals({ AWS: `arn:aws:iam::${account}:root` }))],
      // Services that say nowhere for whom they act: who runs them is said by the role or the key itself.
      [make("aws:iam/role:Role", { assumeRolePolicy: principals({ Service: "lambda.amazonaws.com" }) })],
      [make("aws:kms/key:Key", { policy: principals({ Service: "cloudwatch.amazonaws.com" }) })],
    ],
    violating: [
      [invoked({})],
      [invoked({ principal: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::uploads" })],
      [invoked({ principal: "events.amazonaws.com", sourceArn: "*" })],
      [invoked({ principal: "events.amazonaws.com", sourceArn: "arn:aws:events:ca-central-1:*:rule/r" })],
      [invoked({ principal: "alexa-appkit.amazon.com" })],
      [invoked({ principal: "lambda.amazonaws.com.cn" })],
      [queuePolicy(principals({ Service: ["sns.amazonaws.com", "s3.amazonaws.com"] }))],
      ...[
        { StringEqualsIfExists: { "aws:SourceAccount": account } },
        { StringNotEquals: { "aws:SourceAccount": account } },
        { StringLike: { "aws:SourceArn": "*" } },
        { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
        { StringEquals: { "x:aws:SourceAccount": account } },
        { StringEquals: { "aws:SourceAccounts": account } },
        { Bool: { "aws:SecureTransport": "true" } },
      ].map((Condition) => [queuePolicy(principals(sns, { Condition }))]),
      ...[
        "s3/bucketPolicy:BucketPolicy",
        "s3/bucket:Bucket",
        "sqs/queue:Queue",
        "sns/topicPolicy:TopicPolicy",
        "sns/topic:Topic",
        "secretsmanager/secretPolicy:SecretPolicy",
        "secretsmanager/secret:Secret",
        "ecr/repositoryPolicy:RepositoryPolicy",
      ].map((type) => [make(`aws:${type}`, { policy: principals(sns) })]),
    ],
    absent: { passed: [[make("aws:sqs/queue:Queue")]] },
    unknown: {
      found: [[queuePolicy(unknown)], [invoked({ principal: unknown })]],
      deferred: [{ scene: [queuePolicy(unknown)], options: { scope: "partial" } }],
      passed: [
        // A resource that is still to be made is one.
        [invoked({ sourceArn: unknown })],
        [invoked({ sourceAccount: unknown })],
        [queuePolicy(principals(sns, { Condition: { ArnEquals: { "aws:SourceArn": unknown } } }))],
        {
          scene: [
            make("aws:sqs/queuePolicy:QueuePolicy", { policy: unknown }, { dependencies: { policy: [kms.urn] } }),
            kms,
          ],
          options: { scope: "stack" },
        },
      ],
    },
  },
};
