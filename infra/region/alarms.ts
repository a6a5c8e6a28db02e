import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { route53MetricsRegion } from "../../model/topology";
import type { AlarmSpec } from "../shared/alarm";
import { AlarmTopic } from "../shared/alarm-topic";
import type { RegionArgs } from "./context";

export interface RegionAlarmsArgs extends RegionArgs {
  alarms: readonly AlarmSpec[];
}

/**
 * A new health check has no data for a while, and none is a breach; the first data is of a Region whose records and functions
 * are as new: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-warm-up.html
 */
const warmUpConfiguration = { warmUpPeriodDurationInMinutes: 10, onlyStartEvaluatingAfterWarmUpPeriodEnds: true };

/** Tells somebody what the components of this Region have asked to be notified of. */
export class RegionAlarms extends pulumi.ComponentResource {
  constructor(name: string, { ctx, alarms }: RegionAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:RegionAlarms", name, {}, opts);
    const { region, alarmEndpoint: endpoint } = ctx.config;
    const tags = ctx.tags("operational");
    const topic = new AlarmTopic(
      name,
      { region, accountId: ctx.accountId, keyArn: ctx.keyArn, endpoint, tags },
      { parent: this },
    );
    for (const { label, metrics, ...alarm } of alarms) {
      // An alarm acts on topics of its own Region only.
      const route53 = metrics === "route53";
      const topicArn = route53 ? ctx.global.alarmTopicArn : topic.arn;
      new aws.cloudwatch.MetricAlarm(
        `${name}-${label}`,
        {
          ...alarm,
          ...(route53 && { region: route53MetricsRegion, warmUpConfiguration }),
          alarmActions: [topicArn],
          okActions: [topicArn],
          tags,
        },
        { parent: this },
      );
    }
    this.registerOutputs({ topicArn: topic.arn, alarms: alarms.map(({ label }) => label) });
  }
}
