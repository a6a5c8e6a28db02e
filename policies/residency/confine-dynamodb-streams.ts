import { confine } from "../shared/confine";

export const confineDynamodbStreams = confine({
  name: "confine-dynamodb-streams",
  what: "Change streams of DynamoDB tables",
  how: "is streamed to",
  destinations: {
    "aws:dynamodb/kinesisStreamingDestination:KinesisStreamingDestination": ["reference:streamArn"],
  },
  remediation: "Stream to a Kinesis stream in a Region of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds.html",
});
