import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bundle } from "./bundle";
import type { Tags } from "./tags";

/** One statement of a function's own policy: actions by name, resources by ARN. */
export interface Permission {
  actions: string[];
  resources: pulumi.Input<string>[];
  /** Only through this AWS service, for KMS keys. */
  viaService?: string;
  /** Only items with these partition keys, for DynamoDB. */
  partitionKeys?: readonly string[];
}

export interface LambdaFunctionArgs {
  /** Folder in functions/: its handler.ts is bundled while the program runs. */
  source: string;
  description: string;
  environment: Record<string, pulumi.Input<string>>;
  permissions: Permission[];
  keyArn: pulumi.Input<string>;
  logRetentionDays: number;
  /** @default 512 */
  memoryMb?: number;
  /** @default 5 */
  timeoutSeconds?: number;
  tags: Tags;
}

/** A function with its log group and a role of its own. */
export class LambdaFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly arn: pulumi.Output<string>;
  readonly invokeArn: pulumi.Output<string>;

  constructor(name: string, args: LambdaFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:LambdaFunction", name, {}, opts);
    const logGroup = new aws.cloudwatch.LogGroup(
      name,
      {
        retentionInDays: args.logRetentionDays,
        kmsKeyId: args.keyArn,
        tags: { ...args.tags, "data-class": "operational" },
      },
      { parent: this },
    );
    const role = createRole(name, args, this);
    const policy = createPolicy(name, args, logGroup, role, this);
    this.function = new aws.lambda.Function(
      name,
      {
        description: args.description,
        runtime: "nodejs24.x", // supported to 2028-04: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
        architectures: ["arm64"],
        handler: "index.handler",
        code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset(bundle(args.source)) }),
        role: role.arn,
        memorySize: args.memoryMb ?? 512,
        timeout: args.timeoutSeconds ?? 5,
        environment: { variables: args.environment },
        kmsKeyArn: args.keyArn,
        loggingConfig: { logFormat: "JSON", logGroup: logGroup.name },
        tracingConfig: { mode: "Active" },
        tags: args.tags,
      },
      { parent: this, dependsOn: [policy] },
    );
    this.arn = this.function.arn;
    this.invokeArn = this.function.invokeArn;
    this.registerOutputs({ functionName: this.function.name, logGroupName: logGroup.name });
  }
}

function createRole(name: string, args: LambdaFunctionArgs, parent: pulumi.Resource) {
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  return new aws.iam.Role(
    name,
    {
      description: args.description,
      assumeRolePolicy: JSON.stringify({ Version: "2012-10-17", Statement: [trust] }),
      tags: { ...args.tags, "data-class": "operational" },
    },
    { parent },
  );
}

function createPolicy(
  name: string,
  args: LambdaFunctionArgs,
  logGroup: aws.cloudwatch.LogGroup,
  role: aws.iam.Role,
  parent: pulumi.Resource,
) {
  const own: Permission[] = [
    { actions: ["logs:CreateLogStream", "logs:PutLogEvents"], resources: [pulumi.interpolate`${logGroup.arn}:*`] },
    // X-Ray takes no resource: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
    { actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources: ["*"] },
    { actions: ["kms:Decrypt"], resources: [args.keyArn] },
  ];
  const Statement = [...own, ...args.permissions].map(({ actions, resources, viaService, partitionKeys }) => ({
    Effect: "Allow",
    Action: actions,
    Resource: resources,
    ...(viaService && { Condition: { StringEquals: { "kms:ViaService": viaService } } }),
    ...(partitionKeys && {
      Condition: { "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": partitionKeys } },
    }),
  }));
  return new aws.iam.RolePolicy(
    name,
    { role: role.id, policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement }) },
    { parent },
  );
}
