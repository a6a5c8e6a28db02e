/** Random programs: some resources that hold data, and some that send it from one to another. */
import fc from "fast-check";
import type { Properties } from "../../../policies/shared/resource";
import { isRecord } from "../../../policies/shared/values";
import { account, operational, personal, publicData } from "../support/scene";
import { type Declared, declare, type Program, Ref } from "./program";

const tags = fc.constantFrom<Record<string, string> | undefined>(personal(), operational(), publicData, undefined);
const region = fc.constantFrom<string | undefined>(undefined, "ca-west-1", "us-east-1");
const named = fc.boolean();

/** Absent properties are left out. */
const defined = (props: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined));

const holders = {
  bucket: "aws:s3/bucket:Bucket",
  queue: "aws:sqs/queue:Queue",
  topic: "aws:sns/topic:Topic",
  function: "aws:lambda/function:Function",
  table: "aws:dynamodb/table:Table",
  stream: "aws:kinesis/stream:Stream",
  vault: "aws:backup/vault:Vault",
  role: "aws:iam/role:Role",
} as const;
type Kind = keyof typeof holders;
const kinds = Object.keys(holders) as Kind[];

function holder(kind: Kind, index: number): fc.Arbitrary<Declared> {
  return fc.tuple(tags, region, named, fc.boolean()).map(([tags, region, named, prefixed]) => {
    const name = `${kind}${index}`;
    const place = kind === "role" || (kind === "vault" && index === 0) ? undefined : region;
    const given = named ? `${name}-given` : undefined;
    const naming =
      kind === "bucket" ? { bucket: given, bucketPrefix: prefixed && !named ? "logs-" : undefined } : { name: given };
    return declare(holders[kind], name, defined({ tags, region: place, ...naming }));
  });
}

/** Makes what sends something, of names of holders by kind. */
type Linker = (name: string, pick: (kind: Kind) => string, props: Record<string, unknown>) => Declared;

const arn = (to: string) => new Ref(to, "arn");
const role = `arn:aws:iam::${account}:role/r`;
const statement = (to: string) => new Ref(to, "arn", '{"Statement":[{"Effect":"Allow","Resource":"', '"}]}');

const linkers: Readonly<Record<string, Linker>> = {
  queueSubscription: (name, pick) =>
    declare("aws:sns/topicSubscription:TopicSubscription", name, {
      ...{ topic: arn(pick("topic")), protocol: "sqs", endpoint: arn(pick("queue")) },
    }),
  functionSubscription: (name, pick) =>
    declare("aws:sns/topicSubscription:TopicSubscription", name, {
      ...{ topic: arn(pick("topic")), protocol: "lambda", endpoint: arn(pick("function")) },
    }),
  mailSubscription: (name, pick) =>
    declare("aws:sns/topicSubscription:TopicSubscription", name, {
      ...{ topic: arn(pick("topic")), protocol: "email", endpoint: "ops@example.com" },
    }),
  firehose: (name, pick, props) =>
    declare("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", name, {
      ...{ ...props, destination: "extended_s3" },
      extendedS3Configuration: {
        ...{ roleArn: arn(pick("role")), bucketArn: arn(pick("bucket")), s3BackupMode: "Enabled" },
        s3BackupConfiguration: { roleArn: arn(pick("role")), bucketArn: arn(pick("bucket")) },
      },
    }),
  plan: (name, pick, { tags }) =>
    declare("aws:backup/plan:Plan", name, {
      ...(tags ? { tags } : {}),
      rules: [
        {
          // In the plan's own Region: AWS takes no other.
          ...{ ruleName: "daily", targetVaultName: new Ref("vault0", "name") },
          copyActions: [{ destinationVaultArn: arn(pick("vault")) }],
        },
      ],
    }),
  eventTarget: (name, pick) =>
    declare("aws:cloudwatch/eventTarget:EventTarget", name, {
      ...{ rule: "orders", arn: arn(pick("stream")), roleArn: arn(pick("role")) },
      deadLetterConfig: { arn: arn(pick("queue")) },
    }),
  schedule: (name, pick) =>
    declare("aws:scheduler/schedule:Schedule", name, {
      ...{ scheduleExpression: "rate(1 hour)", flexibleTimeWindow: { mode: "OFF" } },
      target: { arn: arn(pick("queue")), roleArn: arn(pick("role")), deadLetterConfig: { arn: arn(pick("queue")) } },
    }),
  pipe: (name, pick, props) =>
    declare("aws:pipes/pipe:Pipe", name, {
      ...{ ...props, source: arn(pick("queue")), target: arn(pick("function")), roleArn: arn(pick("role")) },
    }),
  bucketNotification: (name, pick) =>
    declare("aws:s3/bucketNotification:BucketNotification", name, {
      bucket: new Ref(pick("bucket"), "id"),
      queues: [{ queueArn: arn(pick("queue")), events: ["s3:ObjectCreated:*"] }],
    }),
  replication: (name, pick) =>
    declare("aws:s3/bucketReplicationConfig:BucketReplicationConfig", name, {
      ...{ bucket: new Ref(pick("bucket"), "id"), role },
      rules: [{ status: "Enabled", destination: { bucket: arn(pick("bucket")) } }],
    }),
  bucketLogging: (name, pick) =>
    declare("aws:s3/bucketLogging:BucketLogging", name, {
      ...{ bucket: new Ref(pick("bucket"), "id"), targetBucket: new Ref(pick("bucket"), "bucket"), targetPrefix: "l/" },
    }),
  environment: (name, pick, props) =>
    declare("aws:lambda/function:Function", name, {
      ...props,
      environment: {
        variables: { TABLE: new Ref(pick("table"), "name"), QUEUE: new Ref(pick("queue"), "url") },
      },
    }),
  eventSource: (name, pick) =>
    declare("aws:lambda/eventSourceMapping:EventSourceMapping", name, {
      ...{ eventSourceArn: new Ref(pick("table"), "streamArn"), functionName: arn(pick("function")) },
    }),
  failures: (name, pick) =>
    declare("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", name, {
      functionName: new Ref(pick("function"), "name"),
      destinationConfig: { onFailure: { destination: arn(pick("queue")) } },
    }),
  streaming: (name, pick) =>
    declare("aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination", name, {
      ...{ tableName: new Ref(pick("table"), "name"), streamArn: arn(pick("stream")) },
    }),
  vaultNotifications: (name, pick) =>
    declare("aws:backup/vaultNotifications:VaultNotifications", name, {
      backupVaultName: new Ref(pick("vault"), "name"),
      ...{ snsTopicArn: arn(pick("topic")), backupVaultEvents: ["COPY_JOB_FAILED"] },
    }),
  alarm: (name, pick, props) =>
    declare("aws:cloudwatch/metricAlarm:MetricAlarm", name, {
      ...{ ...props, alarmActions: [arn(pick("topic"))], treatMissingData: "missing" },
    }),
  topicPolicy: (name, pick) =>
    declare("aws:sns/topicPolicy:TopicPolicy", name, { arn: arn(pick("topic")), policy: statement(pick("topic")) }),
  deadLetters: (name, pick, props) =>
    declare("aws:sqs/queue:Queue", name, {
      ...props,
      redrivePolicy: new Ref(pick("queue"), "arn", '{"maxReceiveCount":3,"deadLetterTargetArn":"', '"}'),
    }),
  subscriptionFilter: (name, pick) =>
    declare("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", name, {
      ...{ logGroup: "orders", filterPattern: "", destinationArn: arn(pick("stream")) },
    }),
};

/** The same with what is named by the program written out, as people do who know how AWS makes ARNs. */
function spelled(value: unknown, holders: Program): unknown {
  if (value instanceof Ref) {
    const { to, output, before, after } = value;
    const { props, outputs } = holders.find(({ name }) => name === to)!;
    const isGiven = (props.name ?? props.bucket) !== undefined && output !== "streamArn";
    return isGiven ? `${before}${props[output] ?? outputs[output]}${after}` : value;
  }
  if (Array.isArray(value)) {
    return value.map((entry) => spelled(entry, holders));
  }
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, spelled(entry, holders)]))
    : value;
}

/** Two holders of each kind, so that references differ, and a few that send. */
export const programs: fc.Arbitrary<Program> = fc
  .record({
    holders: fc.tuple(...kinds.flatMap((kind) => [holder(kind, 0), holder(kind, 1)])),
    links: fc.array(
      fc.record({
        linker: fc.constantFrom(...Object.keys(linkers)),
        picks: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        literal: fc.boolean(),
        ...{ tags, region },
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ holders, links }) => [
    ...holders,
    ...links.map(({ linker, picks, literal, tags, region }, index) => {
      let taken = 0;
      const pick = (kind: Kind) => `${kind}${Number(picks[taken++])}`;
      const link = linkers[linker]!(`${linker}-${index}`, pick, defined({ tags, region }));
      return literal ? declare(link.type, link.name, spelled(link.props, holders) as Properties) : link;
    }),
  ]);
