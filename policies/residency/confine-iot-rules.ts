import { confine } from "../shared/confine";

export const confineIotRules = confine({
  name: "confine-iot-rules",
  what: "IoT rule actions",
  how: "is sent to",
  destinations: {
    "aws:iot/topicRule:TopicRule": [
      "reference:lambdas[*].functionArn",
      "url:https[*].url",
      "url:sqs[*].queueUrl",
      "reference:sns[*].targetArn",
      "bucket:s3[*].bucketName",
      "text:errorAction",
      "reference:stepFunctions[*].stateMachineName",
      "url:elasticsearch[*].endpoint",
      "url:https[*].confirmationUrl",
      "reference:kafkas[*].destinationArn",
    ],
  },
  remediation: "Send to resources in Regions of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/iot/latest/developerguide/iot-rule-actions.html",
});
