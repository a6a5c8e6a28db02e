/** The Region's copy of the registry as a file, made anew by the clock: what functions go by that start while no replica answers. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { snapshotFile, snapshotMinutes } from "../../model/snapshot";
import { type AlarmSpec, quietWithoutData } from "../shared/alarm";
import type { Permission } from "../shared/lambda";
import type { Part } from "../shared/part";
import type { RegionArgs, RegionContext } from "./context";
import { type ReadableSnapshot, RegionFunction, scansRegistry } from "./function";
import { SnapshotBucket } from "./snapshot-bucket";

export class Snapshot extends pulumi.ComponentResource implements Part, ReadableSnapshot {
  readonly bucketName: pulumi.Output<string>;
  readonly read: Permission;
  readonly alarms: readonly AlarmSpec[];

  constructor(name: string, { ctx }: RegionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:Snapshot", name, {}, opts);
    const { bucket } = new SnapshotBucket(name, { ctx }, { parent: this });
    const file = pulumi.interpolate`${bucket.arn}/${snapshotFile}`;
    this.bucketName = bucket.bucket;
    this.read = { actions: ["s3:GetObject"], resources: [file] };
    const refresher = createRefresher(name, ctx, { bucketName: this.bucketName, file }, this);
    const schedule = createSchedule(name, ctx, refresher, this);
    this.alarms = [staleAlarm(name, refresher.function.name)];
    this.registerOutputs({ bucketName: this.bucketName, scheduleName: schedule.name });
  }
}

function createRefresher(
  name: string,
  ctx: RegionContext,
  { bucketName, file }: { bucketName: pulumi.Output<string>; file: pulumi.Output<string> },
  parent: pulumi.Resource,
) {
  return new RegionFunction(
    name,
    {
      ctx,
      source: "snapshot",
      description: "Copies the registry's replica of this Region into a file",
      environment: { SNAPSHOT_BUCKET: bucketName },
      permissions: [
        ...scansRegistry(ctx),
        { actions: ["s3:PutObject"], resources: [file] },
        {
          actions: ["kms:GenerateDataKey"],
          resources: [ctx.keyArn],
          viaService: `s3.${ctx.config.region}.amazonaws.com`,
        },
      ],
      memoryMb: 1024,
      timeoutSeconds: 300, // 200,000 organizations are 120 reads, one after the other
      tags: ctx.tags("routing"),
    },
    { parent },
  );
}

function createSchedule(name: string, ctx: RegionContext, refresher: RegionFunction, parent: pulumi.Resource) {
  const { region } = ctx.config;
  const trust = {
    Effect: "Allow",
    Principal: { Service: "scheduler.amazonaws.com" },
    Action: "sts:AssumeRole",
    // https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
    Condition: {
      StringEquals: {
        "aws:SourceAccount": ctx.accountId,
        "aws:SourceArn": pulumi.interpolate`arn:aws:scheduler:${region}:${ctx.accountId}:schedule-group/default`,
      },
    },
  };
  const invoke = { Effect: "Allow", Action: ["lambda:InvokeFunction"], Resource: [refresher.arn] };
  const role = new aws.iam.Role(
    `${name}-schedule`,
    {
      description: `Invokes ${name} by the clock`,
      assumeRolePolicy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: [trust] }),
      tags: ctx.tags("operational"),
    },
    { parent },
  );
  const policy = new aws.iam.RolePolicy(
    `${name}-schedule`,
    { role: role.id, policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: [invoke] }) },
    { parent },
  );
  return new aws.scheduler.Schedule(
    name,
    {
      description: "Keeps the copy of the registry fresh",
      scheduleExpression: `rate(${snapshotMinutes} minutes)`,
      flexibleTimeWindow: { mode: "OFF" },
      target: { arn: refresher.arn, roleArn: role.arn },
    },
    { parent, dependsOn: [policy] },
  );
}

/** Each of an hour's refreshes has failed, with the two attempts that Lambda makes after the first. */
function staleAlarm(name: string, FunctionName: pulumi.Output<string>): AlarmSpec {
  return {
    ...quietWithoutData,
    label: `${name}-stale`,
    alarmDescription: "The Region's copy of the registry has not been made anew for an hour",
    namespace: "AWS/Lambda",
    metricName: "Errors",
    dimensions: { FunctionName },
    statistic: "Sum",
    period: snapshotMinutes * 60,
    evaluationPeriods: 4,
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
  };
}
