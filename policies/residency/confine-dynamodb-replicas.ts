import { confine } from "../shared/confine";

export const confineDynamodbReplicas = confine({
  name: "confine-dynamodb-replicas",
  what: "Replicas of DynamoDB tables",
  how: "is replicated to",
  destinations: {
    "aws:dynamodb/table:Table": [
      "region:replicas[*].regionName",
      "region:globalTableWitness.regionName",
      "reference:replicas[*].arn",
      "reference:replicas[*].kmsKeyArn",
    ],
    "aws:dynamodb/tableReplica:TableReplica": ["reference:globalTableArn"],
    "aws:dynamodb/globalTable:GlobalTable": ["region:replicas[*].regionName"],
  },
  remediation: "Remove the replica, or choose a Region of the data's jurisdiction.",
  url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html",
});
