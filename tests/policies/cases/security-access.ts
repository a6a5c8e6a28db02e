/** Cases of the security rules about what is open, and what a role may do. */
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
