import { confine } from "../shared/confine";

export const confineS3Notifications = confine({
  name: "confine-s3-notifications",
  what: "Event notifications of S3 buckets",
  how: "is announced to",
  destinations: {
    "aws:s3/bucketNotification:BucketNotification": [
      "reference:lambdaFunctions[*].lambdaFunctionArn",
      "reference:queues[*].queueArn",
      "reference:topics[*].topicArn",
    ],
  },
  remediation: "Notify a function, queue or topic in the bucket's own Region.",
  url: "https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html",
});
