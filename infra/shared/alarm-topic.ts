import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Tags } from "./tags";

export interface AlarmTopicArgs {
  /** Region of the topic: an alarm acts on topics of its own Region only. */
  region: string;
  accountId: pulumi.Input<string>;
  /** The key must let CloudWatch use it: `alarms` of KeyArgs. */
  keyArn: pulumi.Input<string>;
  /** An e-mail address or an `https://` URL; undefined subscribes nobody. */
  endpoint: string | undefined;
  tags: Tags;
}

/** Where this account's alarms of one Region go. Who subscribes with an e-mail address must confirm it once. */
export class AlarmTopic extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: AlarmTopicArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:AlarmTopic", name, {}, opts);
    const { region, endpoint } = args;
    const topic = new aws.sns.Topic(name, { region, kmsMasterKeyId: args.keyArn, tags: args.tags }, { parent: this });
    new aws.sns.TopicPolicy(name, { region, arn: topic.arn, policy: topicPolicy(args, topic) }, { parent: this });
    if (endpoint) {
      const protocol = endpoint.startsWith("https://") ? "https" : "email";
      new aws.sns.TopicSubscription(name, { region, topic: topic.arn, protocol, endpoint }, { parent: this });
    }
    this.arn = topic.arn;
    this.registerOutputs({ topicArn: this.arn });
  }
}

/** https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html#sns-allow-specified-service-to-publish-sns-topic */
function topicPolicy({ region, accountId }: AlarmTopicArgs, topic: aws.sns.Topic): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "AlarmsOfThisAccount",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topic.arn,
        Condition: {
          StringEquals: { "aws:SourceAccount": accountId },
          ArnLike: { "aws:SourceArn": pulumi.interpolate`arn:aws:cloudwatch:${region}:${accountId}:alarm:*` },
        },
      },
    ],
  });
}
