import { serviceKey, serviceModule } from "../module";

export const snsModule = serviceModule({
  key: serviceKey("sns"),
  title: "Amazon Simple Notification Service",
  description: { does: "nothing: an alarm that rings is on the timeline" },
  declaredOnly: {
    "aws:sns/topic:Topic": "declared; nothing is published to it: an alarm that rings is on the timeline",
    "aws:sns/topicPolicy:TopicPolicy": "declared; see Topic",
    "aws:sns/topicSubscription:TopicSubscription": "declared; see Topic",
  },
});
