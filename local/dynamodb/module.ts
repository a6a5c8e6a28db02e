import { iam } from "../iam/types";
import { serviceModule } from "../module";
import { dynamodbFaults } from "./faults";
import { checkedActions } from "./rules/access";
import { GlobalTables } from "./service";
import { dynamodb } from "./types";

export const dynamodbModule = serviceModule({
  key: dynamodb,
  title: "Amazon DynamoDB",
  description: {
    does:
      "the API's reads and writes, transactions, conditions; replication between Regions with a lag, last writer " +
      "wins; permissions of role and key; a table's key asked of KMS for a caller that has not used it for five " +
      "minutes; 4 MB a transaction, 36 characters a token, 32 levels of nesting",
    leavesOut:
      "time to live: nothing is deleted, as on AWS for up to days; readers judge by the time in the item. Two " +
      "transactions never meet (`TransactionConflict`): a Region's wait for each other. Streams, backups, indexes' own lag",
    sources: {
      transactions: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html",
      "global tables":
        "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html",
      "time to live": "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html",
    },
  },
  standsInFor: [
    "aws:dynamodb/table:Table",
    "aws:dynamodb/tableItem:TableItem",
    "aws:dynamodb/tableReplica:TableReplica",
  ],
  needs: [iam],
  faults: dynamodbFaults,
  actions: [...checkedActions.map((action) => `dynamodb:${action}`), "kms:Decrypt"],
  create: (context, services) => new GlobalTables(context, services.get(iam)),
  variables: (service, { region }) => ({ AWS_ENDPOINT_URL_DYNAMODB: service.endpoint(region) }),
});
