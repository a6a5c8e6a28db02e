/** A small program of one stack: resources that refer to each other, before anything of them is known. */
import { classify } from "../../../policies/classification";
import { type Properties, serviceOf } from "../../../policies/shared/resource";
import { unknown } from "../../../policies/shared/values";
import { account, topology } from "../support/scene";

/** An output of another resource, on its own or within a text. */
export class Ref {
  constructor(
    readonly to: string,
    readonly output: string,
    readonly before = "",
    readonly after = "",
  ) {}
}

export interface Declared {
  readonly type: string;
  readonly name: string;
  /** Properties, with `Ref`s in them. */
  readonly props: Readonly<Record<string, unknown>>;
  /** Properties that are left to AWS, and what it says. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

export type Program = readonly Declared[];

export const stack = "ca";
export const home = topology.stacks[stack]!.region;
export const urnOf = ({ type, name }: Pick<Declared, "type" | "name">) =>
  `urn:pulumi:${stack}::random::${type}::${name}`;

/** What AWS answers for each type besides what all have. */
const answers: Readonly<
  Record<string, (physical: string, arn: string, region: string, props: Properties) => Record<string, unknown>>
> = {
  // What belongs to another often has its id.
  "aws:s3/bucketNotification:BucketNotification": (...[, , , { bucket }]) => ({ id: bucket }),
  "aws:s3/bucketLogging:BucketLogging": (...[, , , { bucket }]) => ({ id: bucket }),
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": (...[, , , { bucket }]) => ({ id: bucket }),
  "aws:sns/topicPolicy:TopicPolicy": (...[, , , { arn }]) => ({ id: arn, arn }),
  "aws:backup/vaultNotifications:VaultNotifications": (...[, , , { backupVaultName }]) => ({ id: backupVaultName }),
  "aws:s3/bucket:Bucket": (bucket) => ({ id: bucket, bucket, arn: `arn:aws:s3:::${bucket}` }),
  "aws:sqs/queue:Queue": (name, _, region) => {
    const url = `https://sqs.${region}.amazonaws.com/${account}/${name}`;
    return { id: url, url };
  },
  "aws:sns/topic:Topic": (_, arn) => ({ id: arn }),
  "aws:dynamodb/table:Table": (_, arn) => ({ streamArn: `${arn}/stream/2026-01-01T00:00:00.000` }),
  "aws:iam/role:Role": (physical) => ({ arn: `arn:aws:iam::${account}:role/${physical}` }),
};

/** Names are as AWS makes them unless the program gives one. */
export function declare(type: string, name: string, props: Record<string, unknown> = {}): Declared {
  const region = String(props.region ?? home);
  const given = type === "aws:s3/bucket:Bucket" ? props.bucket : props.name;
  const physical = String(given ?? `${props.bucketPrefix ?? ""}${name}-7f3a9c1`);
  const arn = `arn:aws:${serviceOf(type)}:${region}:${account}:${physical}`;
  const regional = classify(type, topology).regional ? { region } : {};
  const outputs = { id: physical, name: physical, arn, ...regional, ...answers[type]?.(physical, arn, region, props) };
  return { type, name, props, outputs };
}

/** What the program gives is known before it is created; so are the outputs of what stands. */
export function outputOf({ props, outputs }: Declared, output: string, stands: boolean): unknown {
  return props[output] ?? (stands ? outputs[output] : unknown);
}
