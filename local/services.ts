/** The AWS services that the twin stands in for, wholly or in part. A new one is its folder, a line here and one in graph/outputs. */
import { acmModule } from "./acm/module";
import { apiGatewayModule } from "./api-gateway/module";
import { cloudwatchModule } from "./cloudwatch/module";
import { cognitoModule } from "./cognito/module";
import { dynamodbModule } from "./dynamodb/module";
import { globalAcceleratorModule } from "./global-accelerator/module";
import { iamModule } from "./iam/module";
import { kmsModule } from "./kms/module";
import { lambdaModule } from "./lambda/module";
import { loadBalancerModule } from "./load-balancer/module";
import type { AnyModule } from "./module";
import { route53Module } from "./route53/module";
import { s3Module } from "./s3/module";
import { schedulerModule } from "./scheduler/module";
import { snsModule } from "./sns/module";
import { ssmModule } from "./ssm/module";
import { vpcModule } from "./vpc/module";
import { wafModule } from "./waf/module";
import { xrayModule } from "./xray/module";

export const serviceModules: readonly AnyModule[] = [
  route53Module,
  globalAcceleratorModule,
  loadBalancerModule,
  apiGatewayModule,
  lambdaModule,
  cognitoModule,
  dynamodbModule,
  iamModule,
  acmModule,
  cloudwatchModule,
  kmsModule,
  s3Module,
  schedulerModule,
  snsModule,
  ssmModule,
  vpcModule,
  wafModule,
  xrayModule,
];
