/** What the twin does not stand in for: listed at start, never silently pretended. */

import type { Graph } from "../graph/graph";
import type { UnsupportedType } from "./control/deps";

/** Types that a service here brings to life. */
const standsInFor = new Set([
  "aws:acm/certificate:Certificate",
  "aws:acm/certificateValidation:CertificateValidation",
  "aws:apigateway/authorizer:Authorizer",
  "aws:apigateway/basePathMapping:BasePathMapping",
  "aws:apigateway/deployment:Deployment",
  "aws:apigateway/domainName:DomainName",
  "aws:apigateway/integration:Integration",
  "aws:apigateway/method:Method",
  "aws:apigateway/methodSettings:MethodSettings",
  "aws:apigateway/resource:Resource",
  "aws:apigateway/response:Response",
  "aws:apigateway/restApi:RestApi",
  "aws:apigateway/stage:Stage",
  "aws:cognito/userPool:UserPool",
  "aws:cognito/userPoolClient:UserPoolClient",
  "aws:dynamodb/table:Table",
  "aws:dynamodb/tableItem:TableItem",
  "aws:dynamodb/tableReplica:TableReplica",
  "aws:globalaccelerator/accelerator:Accelerator",
  "aws:globalaccelerator/endpointGroup:EndpointGroup",
  "aws:globalaccelerator/listener:Listener",
  "aws:iam/role:Role",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/policy:Policy",
  "aws:lambda/function:Function",
  "aws:lambda/permission:Permission",
  "aws:lb/listener:Listener",
  "aws:lb/listenerRule:ListenerRule",
  "aws:lb/loadBalancer:LoadBalancer",
  "aws:lb/targetGroup:TargetGroup",
  "aws:lb/targetGroupAttachment:TargetGroupAttachment",
  "aws:route53/healthCheck:HealthCheck",
  "aws:route53/record:Record",
  "aws:route53/zone:Zone",
]);

const meanings: Record<string, string> = {
  "aws:apigateway/account:Account": "API Gateway's role for logs is declared; nothing is logged with it here",
  "aws:cloudwatch/logGroup:LogGroup":
    "log groups are declared; here each function writes to a file in the twin's state folder, without retention",
  "aws:cloudwatch/metricAlarm:MetricAlarm": "declared; metrics are not counted here, so no alarm rings",
  "aws:ec2/securityGroup:SecurityGroup":
    "declared; loopback has no security groups, so every port that is served answers",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment":
    "checked for the functions' roles where the policy is known here; roles of services are declared only",
  "aws:kms/key:Key": "keys are declared; here nothing is encrypted at rest, and key policies are not checked",
  "aws:sns/topic:Topic": "declared; nothing is published to it, as no alarm rings here",
  "aws:sns/topicPolicy:TopicPolicy": "declared; see Topic",
  "aws:sns/topicSubscription:TopicSubscription": "declared; see Topic",
  "aws:ssm/parameter:Parameter": "its value is handed on by the stack; there is no parameter store to ask",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "declared; see SecurityGroup",
  "awsx:ec2:Vpc": "declared; loopback stands for the network, without subnets and routes",
};

/** Each declared type without a stand-in, how often it is declared, and what that means. Alphabetical. */
export function unsupportedTypes(graph: Graph): UnsupportedType[] {
  const declared = graph.resources.filter(({ type }) => !standsInFor.has(type) && !isComponent(type));
  return [...Map.groupBy(declared, ({ type }) => type)]
    .map(([type, resources]) => ({
      type,
      count: resources.length,
      meaning: meanings[type] ?? "declared only: nothing here does what it would do",
    }))
    .sort((a, b) => (a.type < b.type ? -1 : 1));
}

/** The project's own components are groups of other resources. */
const isComponent = (type: string) => type.startsWith("home-region:");
