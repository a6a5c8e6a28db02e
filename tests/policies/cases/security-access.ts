/** Cases of the security rules about who gets in. */
import { unknown } from "../../../policies/shared/values";
import type { CasesOf } from "../support/cases";
import { account, bucket, make } from "../support/scene";
import { joined, wanted } from "../support/wanted";

const kms = make("aws:kms/key:Key", {}, { name: "key" });
const document = (...Statement: object[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const allow = (Action: unknown, Resource: unknown = "arn:aws:sqs:ca-central-1:1:q", more = {}) => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const rolePolicy = (policy: unknown, type = "aws:iam/rolePolicy:RolePolicy", property = "policy") =>
  make(type, { [property]: policy });
const principals = (Principal: unknown, more = {}) =>
  document({ Effect: "Allow", Principal, Action: "sqs:SendMessage", Resource: "*", ...more });
const queuePolicy = (policy: unknown) => make("aws:sqs/queuePolicy:QueuePolicy", { policy });
const sns = { Service: "sns.amazonaws.com" };
const invoked = (more: Record<string, unknown>) =>
  make("aws:lambda/permission:Permission", { principal: "apigateway.amazonaws.com", ...more });
const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const opened = (port: number, tags: Record<string, unknown> = {}) =>
  make(ingress, { cidrIpv4: "0.0.0.0/0", fromPort: port, toPort: port }, { tags });
const group = (ingress: unknown[], tags = {}) => make("aws:ec2/securityGroup:SecurityGroup", { ingress }, { tags });
const block = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const allFour = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };

export const accessCases: CasesOf = {
  "security-deny-public-ingress": {
    compliant: [
      [make(ingress, { cidrIpv4: "10.0.0.0/8" })],
      [opened(443, { "public-ingress": "80, 443" })],
      [group([{ fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] }])],
      [group([{ fromPort: 443, toPort: 443, ipv6CidrBlocks: ["::/0"] }], { "public-ingress": "443" })],
      [
        group(
          [...Array(11).keys()].map((port) => ({
            fromPort: port,
            toPort: port,
            cidrBlocks: [port === 10 ? "0.0.0.0/0" : "10.0.0.0/8"],
          })),
          { "public-ingress": "10" },
        ),
      ],
      [make("aws:ec2/securityGroupRule:SecurityGroupRule", { type: "egress", cidrBlocks: ["0.0.0.0/0"] })],
      [make("aws:lb/loadBalancer:LoadBalancer", { internal: true })],
      [make("aws:lb/loadBalancer:LoadBalancer", {}, { tags: { "public-ingress": "443" } })],
      [make("aws:rds/instance:Instance", { publiclyAccessible: false })],
      [make("aws:lambda/functionUrl:FunctionUrl", { authorizationType: "AWS_IAM" })],
    ],
    violating: [
      [opened(443)],
      [opened(22, { "public-ingress": "443" })],
      [make(ingress, { cidrIpv6: "::/0", fromPort: 0, toPort: 65535 }, { tags: { "public-ingress": "0" } })],
      [
        group(
          [
            { fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] },
            { fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] },
          ],
          { "public-ingress": "443" },
        ),
      ],
      ...["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "aws:ec2/securityGroup:SecurityGroup"].flatMap(
        (type) => [
          [make(type, { ingress: [{ ipv6CidrBlocks: ["::/0"] }] })],
          [make(type, { ingress: [{ cidrBlocks: ["0.0.0.0/0"] }] })],
        ],
      ),
      [make("aws:ec2/securityGroupRule:SecurityGroupRule", { type: "ingress", cidrBlocks: ["0.0.0.0/0"] })],
      [make("aws:ec2/securityGroupRule:SecurityGroupRule", { type: "ingress", ipv6CidrBlocks: ["::/0"] })],
      ...[
        "aws:lb/loadBalancer:LoadBalancer",
        "aws:alb/loadBalancer:LoadBalancer",
        "aws:elb/loadBalancer:LoadBalancer",
      ].map((type) => [make(type, { internal: false })]),
      ...[
        "aws:rds/instance:Instance",
        "aws:rds/clusterInstance:ClusterInstance",
        "aws:redshift/cluster:Cluster",
        "aws:dms/replicationInstance:ReplicationInstance",
        "aws:mq/broker:Broker",
      ].map((type) => [make(type, { publiclyAccessible: true })]),
      [make("aws:lambda/functionUrl:FunctionUrl", { authorizationType: "NONE" })],
      [make("aws:eks/cluster:Cluster", { vpcConfig: { endpointPublicAccess: true } })],
    ],
    absent: {
      found: [
        [make("aws:lb/loadBalancer:LoadBalancer")],
        [make("aws:alb/loadBalancer:LoadBalancer")],
        [make("aws:elb/loadBalancer:LoadBalancer")],
        [make("aws:lambda/functionUrl:FunctionUrl")],
        [make("aws:eks/cluster:Cluster", { vpcConfig: {} })],
      ],
      passed: [
        ...[
          "aws:rds/instance:Instance",
          "aws:rds/clusterInstance:ClusterInstance",
          "aws:redshift/cluster:Cluster",
          "aws:dms/replicationInstance:ReplicationInstance",
          "aws:mq/broker:Broker",
        ].map((type) => [make(type)]),
        [group([])],
        [make(ingress)],
      ],
    },
    unknown: {
      found: [
        [make(ingress, { cidrIpv4: unknown })],
        [make(ingress, { cidrIpv4: "0.0.0.0/0", fromPort: 443, toPort: 443 }, { tags: { "public-ingress": unknown } })],
        [make(ingress, { cidrIpv4: "0.0.0.0/0", fromPort: 443, toPort: 443 }, { tags: unknown })],
        [make("aws:lb/loadBalancer:LoadBalancer", { internal: false }, { tags: unknown })],
        [make("aws:rds/instance:Instance", { publiclyAccessible: unknown })],
        [make("aws:lb/loadBalancer:LoadBalancer", { internal: unknown })],
      ],
    },
  },
  "security-deny-wildcard-actions": {
    compliant: [
      [rolePolicy(document(allow(["sqs:SendMessage", "sqs:ReceiveMessage"])))],
      [rolePolicy(document(allow("xray:PutTraceSegments", "*")))],
      [rolePolicy(document({ Effect: "Deny", Action: "*", Resource: "*" }))],
      [
        make("aws:iam/rolePolicyAttachment:RolePolicyAttachment", {
          policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole",
        }),
      ],
      [make("aws:iam/role:Role", { managedPolicyArns: [`arn:aws:iam::${account}:policy/FullAccessReports`] })],
    ],
    violating: [
      [rolePolicy(document(allow("*")))],
      [rolePolicy(document(allow(["sqs:SendMessage", "s3:Get*"])))],
      [rolePolicy(document(allow("sqs:Send?essage")))],
      [rolePolicy(document({ Effect: "Allow", NotAction: "iam:*", Resource: "arn:aws:sqs:ca-central-1:1:q" }))],
      [rolePolicy(document(allow("dynamodb:GetItem", "*")))],
      [rolePolicy({ Statement: allow("sqs:*") })],
      [rolePolicy(document(allow("sqs:*")), "aws:iam/policy:Policy")],
      [rolePolicy(document(allow("sqs:*")), "aws:iam/userPolicy:UserPolicy")],
      [rolePolicy(document(allow("sqs:*")), "aws:iam/groupPolicy:GroupPolicy")],
      [
        rolePolicy(
          document(allow("sqs:*")),
          "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
          "inlinePolicy",
        ),
      ],
      [make("aws:iam/role:Role", { inlinePolicies: [{ policy: document(allow("sqs:*")) }] })],
      [make("aws:iam/role:Role", { managedPolicyArns: ["arn:aws:iam::aws:policy/AdministratorAccess"] })],
      ...[
        "rolePolicyAttachment:RolePolicyAttachment",
        "policyAttachment:PolicyAttachment",
        "userPolicyAttachment:UserPolicyAttachment",
        "groupPolicyAttachment:GroupPolicyAttachment",
      ].map((type) => [make(`aws:iam/${type}`, { policyArn: "arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess" })]),
      {
        scene: [rolePolicy(document(allow("xray:PutTraceSegments", "*")))],
        options: { settings: { anyResourceActions: [] } },
      },
    ],
    absent: { passed: [[make("aws:iam/role:Role")]] },
    unknown: {
      found: [[rolePolicy(unknown)], [rolePolicy(document(allow(unknown)))], [rolePolicy("{ not json")]],
      deferred: [{ scene: [rolePolicy(unknown)], options: { scope: "partial" } }],
      passed: [
        {
          scene: [
            make("aws:iam/rolePolicy:RolePolicy", { policy: unknown }, { dependencies: { policy: [kms.urn] } }),
            kms,
          ],
          options: { scope: "stack" },
        },
      ],
    },
  },
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
  "security-block-public-access": joined(
    wanted(
      block,
      allFour,
      Object.keys(allFour).map((name) => ({ [name]: false })),
      Object.keys(allFour),
    ),
    wanted(
      "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
      allFour,
      [{ blockPublicAcls: false }],
      ["restrictPublicBuckets"],
    ),
    {
      compliant: [
        [make(bucket, { bucket: "logs" }), make(block, { ...allFour, bucket: "logs" }, { name: "block" })],
        {
          scene: [
            make(bucket),
            make(
              block,
              { ...allFour, bucket: unknown },
              { name: "block", dependencies: { bucket: [make(bucket).urn] } },
            ),
          ],
          options: { scope: "stack" },
        },
      ],
      violating: [
        [make(bucket, { bucket: "logs" }), make(block, { ...allFour, bucket: "other" }, { name: "block" })],
        [
          make("aws:s3/bucketV2:BucketV2", { bucket: "logs" }),
          make(block, { ...allFour, bucket: "logs" }, { name: "block", stack: "us" }),
        ],
      ],
      absent: { found: [[make(bucket, { bucket: "logs" })]] },
      unknown: {
        found: [
          {
            scene: [make(bucket), make(block, { ...allFour, bucket: unknown }, { name: "block" })],
            options: { scope: "stack" },
          },
          {
            scene: [make(bucket), make(block, { ...allFour, bucket: unknown }, { name: "block", dependencies: {} })],
            options: { scope: "stack" },
          },
        ],
      },
    },
  ),
};
