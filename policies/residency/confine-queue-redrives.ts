import { confine } from "../shared/confine";

export const confineQueueRedrives = confine({
  name: "confine-queue-redrives",
  what: "Dead-letter queues of SQS",
  how: "is redriven to",
  destinations: {
    "aws:sqs/queue:Queue": ["text:redrivePolicy"],
    "aws:sqs/redrivePolicy:RedrivePolicy": ["text:redrivePolicy", "reference:queueUrl"],
  },
  remediation: "Use a dead-letter queue in the same Region.",
  url: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html",
});
