import assert from "node:assert/strict";
import * as fc from "fast-check";
import { checkedActions } from "../../../local/dynamodb/rules/access";
import { KeyedTables, profiles, registry, tablesGraph } from "../../support/tables";
import { type TestTwin, twinContext } from "../../support/twin-context";

const region = "ca-central-1";
const operations = [
  ...checkedActions.filter((name) => name !== "ConditionCheckItem"),
  "TransactGetItems",
  "TransactWriteItems",
];

const word = fc.oneof(
  fc.constantFrom("pk", "organization", "#a", ":v", "__proto__", "constructor", ""),
  fc.string({ maxLength: 8 }),
);
const anything = fc.jsonValue({ maxDepth: 3 });
const value = fc.oneof(
  { weight: 3, arbitrary: fc.record({ S: word }) },
  fc.record({ N: fc.oneof(word, fc.integer().map(String)) }),
  fc.record({ L: fc.array(anything, { maxLength: 2 }) }),
  fc.record({ M: anything }),
  fc.record({ SS: fc.array(word, { maxLength: 2 }) }),
  anything,
);
const attributes = fc.oneof(fc.dictionary(word, value, { maxKeys: 3 }), fc.record({ pk: value }), anything);
const table = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(registry, profiles) }, word, anything);
const expression = fc.oneof(
  fc.constantFrom("pk = :v", "#a = :v", "attribute_exists(pk)", "SET #a = :v", "REMOVE pk", "size(#a) > :v", "pk = "),
  word,
  anything,
);
const part = {
  TableName: table,
  Key: attributes,
  Item: attributes,
  ConditionExpression: expression,
  UpdateExpression: expression,
  ExpressionAttributeNames: fc.oneof(fc.constant({ "#a": "a" }), anything),
  ExpressionAttributeValues: fc.oneof(fc.record({ ":v": value }), anything),
};
const action = fc.dictionary(
  fc.constantFrom("Put", "Update", "Delete", "ConditionCheck", "Get"),
  fc.record(part, { requiredKeys: ["TableName"] }),
  { maxKeys: 2 },
);
const request = fc.oneof(
  fc.record({ PutRequest: fc.record({ Item: attributes }) }),
  fc.record({ DeleteRequest: fc.record({ Key: attributes }) }),
  anything,
);
const input = fc.record(
  {
    ...part,
    IndexName: fc.oneof(fc.constant("by-organization"), anything),
    KeyConditionExpression: expression,
    KeyConditions: anything,
    FilterExpression: expression,
    ExclusiveStartKey: attributes,
    Limit: anything,
    RequestItems: fc.oneof(
      fc.dictionary(
        fc.constantFrom(registry, profiles, "none"),
        fc.oneof(fc.array(request, { maxLength: 3 }), fc.record({ Keys: fc.array(attributes, { maxLength: 3 }) })),
        { maxKeys: 2 },
      ),
      anything,
    ),
    TransactItems: fc.oneof(fc.array(fc.oneof(action, anything), { maxLength: 3 }), anything),
    ClientRequestToken: fc.oneof(word, anything),
    ReturnValues: fc.oneof(fc.constantFrom("ALL_OLD", "NONE"), anything),
    ReturnValuesOnConditionCheckFailure: fc.oneof(fc.constant("ALL_OLD"), anything),
  },
  { requiredKeys: ["TableName"] },
);

describe("DynamoDB and any input", function () {
  this.timeout(60_000);
  let twin: TestTwin;
  let tables: KeyedTables;
  before(async () => {
    twin = await twinContext({ graph: tablesGraph() });
    tables = new KeyedTables(twin);
    await tables.start();
  });
  after(async () => {
    await tables.stop();
    await twin.close();
  });

  for (const operation of operations) {
    it(`refuses what is wrong with ${operation} as the client's mistake, and is there afterwards`, async () => {
      const { accessKeyId } = tables.operator();
      const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/dynamodb/aws4_request, x`;
      const headers = { "x-amz-target": `DynamoDB_20120810.${operation}`, authorization };
      await fc.assert(
        fc.asyncProperty(input, async (body) => {
          const response = await fetch(tables.endpoint(region), {
            method: "POST",
            headers,
            body: JSON.stringify(body),
          });
          const reply = (await response.json()) as object;
          const reported = twin.events.list().map(({ message }) => message);
          assert.ok(response.status < 500, `${response.status} ${JSON.stringify(reply)} ${reported.at(-1)}`);
        }),
        { numRuns: 100 },
      );
    });
  }
});
