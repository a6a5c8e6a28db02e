import * as pulumi from "@pulumi/pulumi";
import { route53MetricsRegion } from "../../model/topology";
import { AlarmTopic } from "../shared/alarm-topic";
import { Key } from "../shared/key";
import type { Part } from "../shared/part";
import { tagsFor } from "../shared/tags";

export interface AlarmsArgs {
  accountId: pulumi.Input<string>;
  /** @see AlarmTopicArgs */
  endpoint: string | undefined;
}

/** Where alarms on Route 53's metrics go, those on failing over: every Region's stack declares its own and names this topic. */
export class Alarms extends pulumi.ComponentResource implements Part {
  readonly outputs: { alarmTopicArn: pulumi.Output<string> };

  constructor(name: string, { accountId, endpoint }: AlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:Alarms", name, {}, opts);
    const tags = tagsFor("operational", "any");
    const common = { accountId, region: route53MetricsRegion, tags };
    const key = new Key(
      name,
      { ...common, description: "Alarms on Route 53's metrics", usedBy: ["alarms"] },
      { parent: this },
    );
    const topic = new AlarmTopic(name, { ...common, keyArn: key.arn, endpoint }, { parent: this });
    this.outputs = { alarmTopicArn: topic.arn };
    this.registerOutputs(this.outputs);
  }
}
