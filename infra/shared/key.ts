import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Tags } from "./tags";

export type KeyUse = "tables" | "logs" | "alarms";

export interface KeyArgs {
  description: string;
  accountId: pulumi.Input<string>;
  /** Region that the key is in; it never leaves it. */
  region: string;
  /** Whose services of this account may use it: DynamoDB's tables, CloudWatch's log groups, its alarms. */
  usedBy: readonly KeyUse[];
  tags: Tags;
}

/** A single-Region KMS key, rotated each year. Multi-Region keys would carry key material to where the data may not be. */
export class Key extends pulumi.ComponentResource {
  readonly key: aws.kms.Key;
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: KeyArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:Key", name, {}, opts);
    this.key = new aws.kms.Key(
      name,
      {
        region: args.region,
        description: args.description,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: keyPolicy(args),
        tags: args.tags,
      },
      { parent: this },
    );
    this.arn = this.key.arn;
    this.registerOutputs({ keyArn: this.arn });
  }
}

/**
 * The account's IAM decides (as in the default key policy), and `usedBy` lets in
 * - DynamoDB, replicas included: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 * - CloudWatch Logs: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 * - CloudWatch's alarms, to publish to a topic that is encrypted with the key; the topic's policy says whose:
 *   https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
function keyPolicy({ accountId, region, usedBy }: KeyArgs): pulumi.Output<string> {
  const use = [
    "kms:Encrypt",
    "kms:Decrypt",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
  ];
  const administrator = {
    Sid: "AccountDecides",
    Effect: "Allow",
    Principal: { AWS: pulumi.interpolate`arn:aws:iam::${accountId}:root` },
    Action: "kms:*",
    Resource: "*",
  };
  const dynamodb = {
    Sid: "TablesOfThisAccount",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: [...use, "kms:DescribeKey", "kms:CreateGrant"],
    Resource: "*",
    Condition: {
      StringEquals: { "kms:CallerAccount": accountId, "kms:ViaService": `dynamodb.${region}.amazonaws.com` },
    },
  };
  const logs = {
    Sid: "LogGroupsOfThisAccount",
    Effect: "Allow",
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: use,
    Resource: "*",
    Condition: {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": pulumi.interpolate`arn:aws:logs:${region}:${accountId}:log-group:*`,
      },
    },
  };
  // DescribeKey carries no encryption context, so it cannot stand under the condition above.
  const describe = {
    Sid: "LogsMayDescribe",
    Effect: "Allow",
    Principal: logs.Principal,
    Action: "kms:DescribeKey",
    Resource: "*",
  };
  const alarms = {
    Sid: "AlarmsMayPublish",
    Effect: "Allow",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
  };
  const statements = { tables: [dynamodb], logs: [logs, describe], alarms: [alarms] };
  const Statement = [administrator, ...usedBy.flatMap((use): object[] => statements[use])];
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement });
}
