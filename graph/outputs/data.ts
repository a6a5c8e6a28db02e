/** DynamoDB, S3, CloudWatch, SNS, SQS, Systems Manager and Secrets Manager. */

import { account, made } from "./made";
import type { MakeOutputs } from "./types";

const bucket: MakeOutputs = ({ urn, name, region, inputs }) => {
  const id = inputs.bucket ?? `${inputs.bucketPrefix ?? `${name}-`}${made.hex(urn, 7)}`;
  return {
    id,
    bucket: id,
    arn: `arn:aws:s3:::${id}`,
    bucketDomainName: `${id}.s3.amazonaws.com`,
    bucketRegionalDomainName: `${id}.s3.${region}.amazonaws.com`,
  };
};

export const data: Record<string, MakeOutputs> = {
  "aws:dynamodb/table:Table": ({ region, inputs, physical }) => {
    const arn = (where: string) => `arn:aws:dynamodb:${where}:${account}:table/${physical}`;
    const label = "2026-01-01T00:00:00.000";
    return {
      id: physical,
      name: physical,
      arn: arn(region),
      // Global tables need streams, so AWS has one wherever there are replicas.
      ...(inputs.streamEnabled || inputs.replicas?.length
        ? { streamArn: `${arn(region)}/stream/${label}`, streamLabel: label }
        : {}),
      ...(inputs.replicas
        ? { replicas: inputs.replicas.map((one: any) => ({ ...one, arn: arn(one.regionName) })) }
        : {}),
    };
  },
  "aws:dynamodb/tableItem:TableItem": ({ inputs, urn }) => ({ id: `${inputs.tableName}|${made.hex(urn, 8)}` }),
  "aws:s3/bucket:Bucket": bucket,
  "aws:s3/bucketV2:BucketV2": bucket,
  "aws:cloudwatch/logGroup:LogGroup": ({ region, physical }) => ({
    id: physical,
    name: physical,
    arn: `arn:aws:logs:${region}:${account}:log-group:${physical}`,
  }),
  "aws:cloudwatch/metricAlarm:MetricAlarm": ({ region, physical }) => ({
    id: physical,
    name: physical,
    arn: `arn:aws:cloudwatch:${region}:${account}:alarm:${physical}`,
  }),
  "aws:cloudwatch/dashboard:Dashboard": ({ inputs }) => ({
    id: inputs.dashboardName,
    dashboardArn: `arn:aws:cloudwatch::${account}:dashboard/${inputs.dashboardName}`,
  }),
  "aws:sns/topic:Topic": ({ region, physical }) => {
    const arn = `arn:aws:sns:${region}:${account}:${physical}`;
    return { id: arn, name: physical, arn };
  },
  "aws:sqs/queue:Queue": ({ region, physical }) => {
    const url = `https://sqs.${region}.amazonaws.com/${account}/${physical}`;
    return { id: url, url, name: physical, arn: `arn:aws:sqs:${region}:${account}:${physical}` };
  },
  "aws:ssm/parameter:Parameter": ({ region, physical }) => ({
    id: physical,
    name: physical,
    arn: `arn:aws:ssm:${region}:${account}:parameter/${physical.replace(/^\//, "")}`,
    version: 1,
  }),
  "aws:secretsmanager/secret:Secret": ({ urn, region, physical }) => {
    const arn = `arn:aws:secretsmanager:${region}:${account}:secret:${physical}-${made.mixed(urn, 6)}`;
    return { id: arn, name: physical, arn };
  },
};
