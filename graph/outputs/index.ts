/** Resource type → what AWS would have answered. A file a service; a type that none knows gets an id and an ARN. */
import { accountCalls } from "./account";
import { acm } from "./acm";
import { apiGateway } from "./api-gateway";
import { cloudfront } from "./cloudfront";
import { cloudwatch } from "./cloudwatch";
import { cognito } from "./cognito";
import { dynamodb } from "./dynamodb";
import { globalAccelerator } from "./global-accelerator";
import { iam } from "./iam";
import { kms } from "./kms";
import { lambda } from "./lambda";
import { loadBalancer } from "./load-balancer";
import { account, made } from "./made";
import { route53 } from "./route53";
import { s3 } from "./s3";
import { scheduler } from "./scheduler";
import { secretsManager } from "./secrets-manager";
import { sns } from "./sns";
import { sqs } from "./sqs";
import { ssm } from "./ssm";
import type { MakeOutputs, Outputs, Registered, ServiceOutputs } from "./types";
import { vpc } from "./vpc";
import { waf } from "./waf";
import { xray } from "./xray";

/** Service → what AWS answers for it: its file here, by the name of its folder in local/ where the twin stands in for it. */
export const services: Readonly<Record<string, ServiceOutputs>> = {
  account: accountCalls,
  acm,
  "api-gateway": apiGateway,
  cloudfront,
  cloudwatch,
  cognito,
  dynamodb,
  "global-accelerator": globalAccelerator,
  iam,
  kms,
  lambda,
  "load-balancer": loadBalancer,
  route53,
  s3,
  scheduler,
  "secrets-manager": secretsManager,
  sns,
  sqs,
  ssm,
  vpc,
  waf,
  xray,
};

const table: Record<string, MakeOutputs> = Object.assign({}, ...Object.values(services).map(({ outputs }) => outputs));

export function makeOutputs(resource: Registered): Outputs {
  const { urn, type, name, inputs } = resource;
  const physical = String(inputs.name ?? `${inputs.namePrefix ?? `${name}-`}${made.hex(urn, 7)}`);
  const known = { ...resource, region: resource.region ?? "", physical };
  if (table[type]) {
    return table[type](known);
  }
  // Components have no id: https://www.pulumi.com/docs/iac/concepts/components/
  if (!type.startsWith("aws:")) {
    return { id: type.startsWith("pulumi:providers:") ? made.uuid(urn) : physical };
  }
  const [, service = "", kind = ""] = /^aws:([^/]+)\/([^:]+)/.exec(type) ?? [];
  return { id: physical, name: physical, arn: `arn:aws:${service}:${known.region}:${account}:${kind}/${physical}` };
}
