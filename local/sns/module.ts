import { serviceKey, serviceModule } from "../module";

export const snsModule = serviceModule({
  key: serviceKey("sns"),
  title: "Amazon Simple Notification Service",
  description: { does: "nothing: no alarm rings here" },
  declaredOnly: {
    "aws:sns/topic:Topic": "declared; nothing is published to it, as no alarm rings here",
    "aws:sns/topicPolicy:TopicPolicy": "declared; see Topic",
    "aws:sns/topicSubscription:TopicSubscription": "declared; see Topic",
  },
});
