import { unknown } from "../../../policies/shared/values";
import type { Cases, CasesOf, Judged } from "../support/cases";
import { account, bucket, make, publicData } from "../support/scene";

const kms = make("aws:kms/key:Key", {}, { name: "key" });
const arn = `arn:aws:kms:ca-central-1:${account}:key/1`;
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

const listener = "aws:lb/listener:Listener";
const https = { protocol: "HTTPS", sslPolicy: "ELBSecurityPolicy-TLS13-1-2-Res-2021-06" };
const distribution = "aws:cloudfront/distribution:Distribution";
const modernEdge = {
  viewerCertificate: { minimumProtocolVersion: "TLSv1.2_2021" },
  defaultCacheBehavior: { viewerProtocolPolicy: "redirect-to-https" },
};
const ingress = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const opened = (port: number, tags: Record<string, unknown> = {}) =>
  make(ingress, { cidrIpv4: "0.0.0.0/0", fromPort: port, toPort: port }, { tags });
const group = (ingress: unknown[], tags = {}) => make("aws:ec2/securityGroup:SecurityGroup", { ingress }, { tags });

const block = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const allFour = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };
const method = (props: object, sketch = {}) =>
  make("aws:apigateway/method:Method", { httpMethod: "GET", ...props }, sketch);
const path = (pathPart: string, id: string, parentId = "root") =>
  make("aws:apigateway/resource:Resource", { pathPart, parentId }, { name: id, outputs: { id } });
const route = (routeKey: string, props: object = {}, apiId = "http") =>
  make("aws:apigatewayv2/route:Route", { apiId, routeKey, ...props });
const sockets = make(
  "aws:apigatewayv2/api:Api",
  { protocolType: "WEBSOCKET" },
  { name: "sockets", outputs: { id: "ws" } },
);
const described = (paths: object, security?: object[]) =>
  make("aws:apigateway/restApi:RestApi", { body: JSON.stringify({ paths, security }) });
const lambda = (props: object) => make("aws:lambda/function:Function", { runtime: "nodejs24.x", ...props });

/** Properties that must have one of some values: one resource for each way to go wrong. */
function wanted(
  type: string,
  good: Record<string, unknown>,
  bad: readonly Record<string, unknown>[],
  required: readonly string[],
): Cases {
  const without = (key: string) =>
    make(type, Object.fromEntries(Object.entries(good).filter(([name]) => name !== key)));
  return {
    compliant: [[make(type, good)]],
    violating: bad.map((props) => [make(type, { ...good, ...props })]),
    absent: { found: required.map((key): Judged => [without(key)]) },
    unknown: { found: required.map((key): Judged => [make(type, { ...good, [key]: unknown })]) },
  };
}

/** Several types under one rule. */
const joined = (...all: Cases[]): Cases => ({
  compliant: all.flatMap((one) => one.compliant),
  violating: all.flatMap((one) => one.violating),
  absent: {
    found: all.flatMap((one) => one.absent.found ?? []),
    passed: all.flatMap((one) => one.absent.passed ?? []),
  },
  unknown: {
    found: all.flatMap((one) => one.unknown.found ?? []),
    passed: all.flatMap((one) => one.unknown.passed ?? []),
    deferred: all.flatMap((one) => one.unknown.deferred ?? []),
  },
});

const keyed = (type: string, property: string, more: Record<string, unknown> = {}): Cases => ({
  compliant: [[make(type, { ...more, [property]: arn })], [make(type, {}, { tags: publicData })]],
  violating: [[make(type, { ...more, [property]: "alias/aws/own" })], [make(type, { ...more, [property]: "" })]],
  absent: { found: [[make(type, more)]] },
  unknown: {
    found: [{ scene: [make(type, { ...more, [property]: unknown })], options: { scope: "stack" } }],
    passed: [
      {
        scene: [make(type, { ...more, [property]: unknown }, { dependencies: { [property]: [kms.urn] } }), kms],
        options: { scope: "stack" },
      },
    ],
    deferred: [{ scene: [make(type, { ...more, [property]: unknown })], options: { scope: "partial" } }],
  },
});
const encrypted = (type: string, flag: string, property: string): Cases =>
  joined(
    keyed(type, property, { [flag]: true }),
    wanted(type, { [flag]: true, [property]: arn }, [{ [flag]: false }], [flag]),
  );

export const securityCases: CasesOf = {
  "security-declare-topology": {
    compliant: [[make(bucket)]],
    violating: [[make(bucket, {}, { stack: "staging" })]],
    absent: { passed: [{ scene: [make(bucket)], options: { settings: {} } }] },
    unknown: { found: [{ scene: [make(bucket)], options: { settings: { topology: unknown } } }] },
  },
  "security-require-modern-tls": joined(
    wanted(
      listener,
      https,
      [
        { sslPolicy: "ELBSecurityPolicy-2016-08" },
        { sslPolicy: "ELBSecurityPolicy-TLS-1-0-2015-04" },
        { protocol: "HTTP" },
        { protocol: "TCP" },
      ],
      ["protocol"],
    ),
    {
      compliant: [
        [make(listener, { protocol: "HTTP", defaultActions: [{ type: "redirect", redirect: { protocol: "HTTPS" } }] })],
      ],
      violating: [
        [make(listener, { protocol: "HTTP", defaultActions: [{ type: "redirect", redirect: { protocol: "HTTP" } }] })],
      ],
      absent: { found: [[make(listener, { protocol: "HTTPS" })], [make(listener, { protocol: "TLS" })]] },
      unknown: { found: [[make(listener, { protocol: "TLS", sslPolicy: unknown })]] },
    },
    wanted("aws:alb/listener:Listener", https, [{ sslPolicy: "ELBSecurityPolicy-2015-05" }], ["protocol"]),
    wanted(
      "aws:apigateway/domainName:DomainName",
      { securityPolicy: "TLS_1_2" },
      [{ securityPolicy: "TLS_1_0" }],
      ["securityPolicy"],
    ),
    wanted(
      "aws:apigateway/domainName:DomainName",
      { securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09" },
      [],
      ["securityPolicy"],
    ),
    {
      compliant: [
        [make("aws:apigatewayv2/domainName:DomainName", { domainNameConfiguration: { securityPolicy: "TLS_1_2" } })],
      ],
      violating: [
        [make("aws:apigatewayv2/domainName:DomainName", { domainNameConfiguration: { securityPolicy: "TLS_1_0" } })],
      ],
      absent: { found: [[make("aws:apigatewayv2/domainName:DomainName", {})]] },
      unknown: { found: [[make("aws:apigatewayv2/domainName:DomainName", { domainNameConfiguration: unknown })]] },
    },
    wanted(
      distribution,
      modernEdge,
      [
        { viewerCertificate: { minimumProtocolVersion: "TLSv1.1_2016" } },
        { viewerCertificate: { cloudfrontDefaultCertificate: true } },
        { defaultCacheBehavior: { viewerProtocolPolicy: "allow-all" } },
        { orderedCacheBehaviors: [{ viewerProtocolPolicy: "allow-all" }] },
      ],
      ["viewerCertificate", "defaultCacheBehavior"],
    ),
    wanted(
      "aws:elasticache/replicationGroup:ReplicationGroup",
      { transitEncryptionEnabled: true },
      [{ transitEncryptionEnabled: false }],
      ["transitEncryptionEnabled"],
    ),
    wanted(
      "aws:opensearch/domain:Domain",
      { domainEndpointOptions: { enforceHttps: true } },
      [{ domainEndpointOptions: { enforceHttps: false } }],
      ["domainEndpointOptions"],
    ),
    wanted("aws:transfer/server:Server", { protocols: ["SFTP"] }, [{ protocols: ["FTP"] }, { protocols: unknown }], []),
  ),
  "security-encrypt-at-rest": joined(
    {
      compliant: [[make("aws:dynamodb/table:Table", { serverSideEncryption: { enabled: true, kmsKeyArn: arn } })]],
      violating: [
        [make("aws:dynamodb/table:Table", { serverSideEncryption: { enabled: false, kmsKeyArn: arn } })],
        [
          make("aws:dynamodb/table:Table", {
            serverSideEncryption: { enabled: true, kmsKeyArn: arn },
            replicas: [{ kmsKeyArn: "alias/aws/dynamodb" }],
          }),
        ],
      ],
      absent: { found: [[make("aws:dynamodb/table:Table")]] },
      unknown: {
        found: [
          { scene: [make("aws:dynamodb/table:Table", { serverSideEncryption: unknown })], options: { scope: "stack" } },
        ],
      },
    },
    {
      compliant: [[lambda({ environment: { variables: { A: "1" } }, kmsKeyArn: arn })], [lambda({})]],
      violating: [[lambda({ environment: { variables: { A: "1" } }, kmsKeyArn: "" })]],
      absent: { found: [[lambda({ environment: { variables: { A: "1" } } })]] },
      unknown: {
        deferred: [{ scene: [lambda({ environment: {}, kmsKeyArn: unknown })], options: { scope: "partial" } }],
      },
    },
    {
      compliant: [
        [make("aws:ssm/parameter:Parameter", { type: "String" })],
        [make("aws:ssm/parameter:Parameter", { type: "SecureString", keyId: arn })],
      ],
      violating: [[make("aws:ssm/parameter:Parameter", { type: "SecureString", keyId: "alias/aws/ssm" })]],
      absent: { found: [[make("aws:ssm/parameter:Parameter", { type: "SecureString" })]] },
      unknown: {
        deferred: [
          {
            scene: [make("aws:ssm/parameter:Parameter", { type: "SecureString", keyId: unknown })],
            options: { scope: "partial" },
          },
        ],
      },
    },
    {
      compliant: [[make("aws:opensearch/domain:Domain", { encryptAtRest: { enabled: true, kmsKeyId: arn } })]],
      violating: [
        [make("aws:opensearch/domain:Domain", { encryptAtRest: { enabled: false, kmsKeyId: arn } })],
        [make("aws:opensearch/domain:Domain", { encryptAtRest: { enabled: true } })],
      ],
      absent: { found: [[make("aws:opensearch/domain:Domain")]] },
      unknown: {
        found: [
          { scene: [make("aws:opensearch/domain:Domain", { encryptAtRest: unknown })], options: { scope: "stack" } },
        ],
      },
    },
    {
      compliant: [
        [
          make("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {
            rules: [{ applyServerSideEncryptionByDefault: { kmsMasterKeyId: arn } }],
          }),
        ],
      ],
      violating: [
        [
          make("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {
            rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
          }),
        ],
      ],
      absent: {
        found: [[make("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration")]],
      },
      unknown: {
        deferred: [
          {
            scene: [
              make("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration", {
                rules: unknown,
              }),
            ],
            options: { scope: "partial" },
          },
        ],
      },
    },
    keyed("aws:dynamodb/tableReplica:TableReplica", "kmsKeyArn"),
    keyed("aws:sqs/queue:Queue", "kmsMasterKeyId"),
    keyed("aws:sns/topic:Topic", "kmsMasterKeyId"),
    keyed("aws:cloudwatch/logGroup:LogGroup", "kmsKeyId"),
    keyed("aws:kinesis/stream:Stream", "kmsKeyId"),
    keyed("aws:secretsmanager/secret:Secret", "kmsKeyId"),
    keyed("aws:backup/vault:Vault", "kmsKeyArn"),
    keyed("aws:cloudtrail/trail:Trail", "kmsKeyId"),
    encrypted("aws:rds/instance:Instance", "storageEncrypted", "kmsKeyId"),
    encrypted("aws:rds/cluster:Cluster", "storageEncrypted", "kmsKeyId"),
    encrypted("aws:docdb/cluster:Cluster", "storageEncrypted", "kmsKeyId"),
    encrypted("aws:neptune/cluster:Cluster", "storageEncrypted", "kmsKeyArn"),
    encrypted("aws:redshift/cluster:Cluster", "encrypted", "kmsKeyId"),
    encrypted("aws:ebs/volume:Volume", "encrypted", "kmsKeyId"),
    encrypted("aws:efs/fileSystem:FileSystem", "encrypted", "kmsKeyId"),
    encrypted("aws:elasticache/replicationGroup:ReplicationGroup", "atRestEncryptionEnabled", "kmsKeyId"),
  ),
  "security-deny-public-ingress": {
    compliant: [
      [make(ingress, { cidrIpv4: "10.0.0.0/8" })],
      [opened(443, { "public-ingress": "80, 443" })],
      [group([{ fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/8"] }])],
      [group([{ fromPort: 443, toPort: 443, ipv6CidrBlocks: ["::/0"] }], { "public-ingress": "443" })],
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
      [make("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", { ingress: [{ ipv6CidrBlocks: ["::/0"] }] })],
      [make("aws:ec2/securityGroupRule:SecurityGroupRule", { type: "ingress", cidrBlocks: ["0.0.0.0/0"] })],
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
        [make("aws:lambda/functionUrl:FunctionUrl")],
        [make("aws:eks/cluster:Cluster", { vpcConfig: {} })],
      ],
      passed: [[make("aws:rds/instance:Instance")], [group([])], [make(ingress)]],
    },
    unknown: {
      found: [
        [make(ingress, { cidrIpv4: unknown })],
        [make(ingress, { cidrIpv4: "0.0.0.0/0", fromPort: 443, toPort: 443 }, { tags: { "public-ingress": unknown } })],
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
      ].map((one) => [make(`aws:${one.split(" ")[0]}`, { [one.split(" ")[1]!]: principals("*") })]),
    ],
    absent: { passed: [[make("aws:sqs/queue:Queue")]] },
    unknown: {
      found: [[queuePolicy(unknown)], [queuePolicy(principals({ AWS: unknown }))]],
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
        ],
      },
    },
  ),
  "security-authorize-data-routes": {
    compliant: [
      [method({ authorization: "CUSTOM", authorizerId: "a" })],
      [method({ authorization: "COGNITO_USER_POOLS", authorizerId: unknown })],
      [method({ authorization: "AWS_IAM" })],
      [method({ authorization: "NONE", httpMethod: "OPTIONS" })],
      [method({ authorization: "NONE", resourceId: "healthz" }), path("healthz", "healthz")],
      [
        method({ authorization: "NONE", resourceId: "deep" }),
        path("healthz", "healthz"),
        path("deep", "deep", "healthz"),
      ],
      {
        scene: [method({ authorization: "NONE", resourceId: "x" }), path("public", "x")],
        options: { settings: { openRoutes: ["/public"] } },
      },
      [route("GET /v1/profile", { authorizationType: "JWT", authorizerId: "a" })],
      [route("GET /healthz")],
      [route("OPTIONS /v1/profile")],
      [route("$connect", { authorizationType: "CUSTOM", authorizerId: "a" }, "ws"), sockets],
      [route("$default", {}, "ws"), sockets],
      [route("$disconnect", {}, "ws")],
      [described({ "/healthz": { get: {} }, "/a": { get: { security: [{ pool: [] }] }, parameters: [] } })],
      [described({ "/a": { get: {} } }, [{ pool: [] }])],
      [make("aws:apigateway/restApi:RestApi")],
    ],
    violating: [
      [method({ authorization: "NONE" })],
      [method({ authorization: "CUSTOM" })],
      [method({ authorization: "NONE", resourceId: "deep" }), path("deep", "deep")],
      [route("GET /v1/profile", { authorizationType: "NONE" })],
      [route("GET /v1/profile", { authorizationType: "JWT" })],
      [route("$connect", { authorizationType: "NONE" }, "ws"), sockets],
      [route("$default", { authorizationType: "NONE" })],
      [described({ "/a": { get: {}, put: { security: [{ pool: [] }] } } })],
      [described({ "/a": { "x-amazon-apigateway-any-method": { security: [] } } }, [{ pool: [] }])],
      [make("aws:apigatewayv2/api:Api", { body: JSON.stringify({ paths: { "/a": { post: {} } } }) })],
      [make("aws:apigateway/restApiPut:RestApiPut", { body: "openapi: 3" })],
    ],
    absent: { found: [[method({})], [route("GET /v1/profile")]] },
    unknown: {
      found: [
        [method({ authorization: unknown, authorizerId: "a" })],
        [method({ authorization: "NONE", resourceId: unknown })],
        [make("aws:apigateway/restApi:RestApi", { body: unknown })],
      ],
      deferred: [
        { scene: [method({ authorization: "NONE", resourceId: unknown })], options: { scope: "partial" } },
        { scene: [route("$default", { apiId: unknown })], options: { scope: "partial" } },
      ],
      passed: [
        {
          scene: [
            method(
              { authorization: "NONE", resourceId: unknown },
              { dependencies: { resourceId: [path("healthz", "h").urn] } },
            ),
            path("healthz", "h"),
          ],
          options: { scope: "stack" },
        },
      ],
    },
  },
  "security-keep-bodies-out-of-logs": {
    compliant: [
      [
        make("aws:apigateway/methodSettings:MethodSettings", {
          settings: { dataTraceEnabled: false, loggingLevel: "INFO" },
        }),
      ],
      [make("aws:apigateway/stage:Stage", { accessLogSettings: { format: "$context.requestId $context.status" } })],
    ],
    violating: [
      [make("aws:apigateway/methodSettings:MethodSettings", { settings: { dataTraceEnabled: true } })],
      ...[
        "$input.body",
        "$context.authorizer.claims.email",
        "$context.requestOverride.path.x",
        "$input.params().querystring",
        "$context.requestBody",
      ].map((format) => [make("aws:apigateway/stage:Stage", { accessLogSettings: { format } })]),
      [make("aws:apigatewayv2/stage:Stage", { accessLogSettings: { format: "$input.body" } })],
      [make("aws:apigatewayv2/stage:Stage", { defaultRouteSettings: { dataTraceEnabled: true } })],
      [make("aws:apigatewayv2/stage:Stage", { routeSettings: [{ dataTraceEnabled: true }] })],
      [make("aws:sfn/stateMachine:StateMachine", { loggingConfiguration: { includeExecutionData: true } })],
      [make("aws:appsync/graphQLApi:GraphQLApi", { logConfig: { excludeVerboseContent: false } })],
      [make("aws:cloudwatch/eventBus:EventBus", { logConfig: { includeDetail: "FULL" } })],
      [
        make("aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration", {
          loggingConfig: { textDataDeliveryEnabled: true },
        }),
      ],
      [
        make("aws:bedrockmodel/invocationLoggingConfiguration:InvocationLoggingConfiguration", {
          loggingConfig: { imageDataDeliveryEnabled: true },
        }),
      ],
    ],
    absent: {
      passed: [[make("aws:apigateway/methodSettings:MethodSettings")], [make("aws:sfn/stateMachine:StateMachine")]],
    },
    unknown: { found: [[make("aws:apigateway/methodSettings:MethodSettings", { settings: unknown })]] },
  },
  "security-require-supported-runtimes": {
    compliant: [
      [lambda({})],
      [lambda({ runtime: undefined, packageType: "Image" })],
      [make("aws:lambda/layerVersion:LayerVersion", { compatibleRuntimes: ["nodejs24.x"] })],
      { scene: [lambda({ runtime: "cobol" })], options: { settings: { runtimes: ["cobol"] } } },
    ],
    violating: [
      [lambda({ runtime: "nodejs18.x" })],
      [lambda({ runtime: "nodejs20.x" })],
      [make("aws:lambda/layerVersion:LayerVersion", { compatibleRuntimes: ["nodejs24.x", "nodejs16.x"] })],
    ],
    absent: { found: [[lambda({ runtime: undefined })]], passed: [[make("aws:lambda/layerVersion:LayerVersion")]] },
    unknown: { found: [[lambda({ runtime: unknown })]] },
  },
  "security-protect-stateful": joined(
    ...[
      "dynamodb/table:Table deletionProtectionEnabled",
      "dynamodb/tableReplica:TableReplica deletionProtectionEnabled",
      "rds/instance:Instance deletionProtection",
      "rds/cluster:Cluster deletionProtection",
      "rds/globalCluster:GlobalCluster deletionProtection",
      "docdb/cluster:Cluster deletionProtection",
      "neptune/cluster:Cluster deletionProtection",
      "qldb/ledger:Ledger deletionProtection",
      "lb/loadBalancer:LoadBalancer enableDeletionProtection",
    ].map((one) => {
      const [type, property] = one.split(" ") as [string, string];
      return wanted(`aws:${type}`, { [property]: true }, [{ [property]: false }], [property]);
    }),
    wanted(
      "aws:cognito/userPool:UserPool",
      { deletionProtection: "ACTIVE" },
      [{ deletionProtection: "INACTIVE" }],
      ["deletionProtection"],
    ),
    {
      compliant: [
        [make("aws:dynamodb/table:Table", {}, { protect: true })],
        [make("aws:cognito/userPool:UserPool", {}, { protect: true })],
      ],
      violating: [[make("aws:dynamodb/table:Table", {}, { protect: false })]],
      absent: {},
      unknown: {},
    },
  ),
  "security-limit-log-retention": wanted(
    "aws:cloudwatch/logGroup:LogGroup",
    { retentionInDays: 30 },
    [{ retentionInDays: 0 }],
    ["retentionInDays"],
  ),
  "security-rotate-keys": joined(
    wanted(
      "aws:kms/key:Key",
      { enableKeyRotation: true },
      [{ enableKeyRotation: false }, { enableKeyRotation: false, customerMasterKeySpec: "SYMMETRIC_DEFAULT" }],
      ["enableKeyRotation"],
    ),
    {
      compliant: [
        [make("aws:kms/key:Key", { customerMasterKeySpec: "RSA_2048" })],
        [make("aws:kms/key:Key", { keyUsage: "GENERATE_VERIFY_MAC" })],
      ],
      violating: [],
      absent: {},
      unknown: {},
    },
  ),
  "security-require-instance-tokens": joined(
    ...["instance:Instance", "launchTemplate:LaunchTemplate", "launchConfiguration:LaunchConfiguration"].map((type) =>
      wanted(
        `aws:ec2/${type}`,
        { metadataOptions: { httpTokens: "required" } },
        [{ metadataOptions: { httpTokens: "optional" } }],
        ["metadataOptions"],
      ),
    ),
  ),
  "security-deny-long-lived-keys": {
    compliant: [[make("aws:iam/role:Role")]],
    violating: [
      "accessKey:AccessKey",
      "userLoginProfile:UserLoginProfile",
      "serviceSpecificCredential:ServiceSpecificCredential",
    ].map((type) => [make(`aws:iam/${type}`)]),
    absent: { found: [[make("aws:iam/accessKey:AccessKey", {})]] },
    unknown: { found: [[make("aws:iam/accessKey:AccessKey", { user: unknown })]] },
  },
};
