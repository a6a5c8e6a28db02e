import assert from "node:assert/strict";
import { declaredTables } from "../../../../local/dynamodb/rules/declared";
import { profiles, profilesArn, registry, tablesGraph } from "../../../support/tables";
import { graphOf, resource } from "../../../support/twin-context";

const table = (inputs: object, rest: object = {}) =>
  resource(
    "aws:dynamodb/table:Table",
    "t",
    { name: "one-table", hashKey: "pk", attributes: [], ...inputs },
    { region: "us-east-1", ...rest },
  );

describe("declared tables", () => {
  it("have a replica in each Region of `replicas`, or in those of TableReplica resources", () => {
    const [first, second] = declaredTables(tablesGraph());
    assert.deepEqual(
      [first!.name, first!.regions],
      [registry, ["ca-central-1", "ca-west-1", "us-east-1", "us-west-2"]],
    );
    assert.deepEqual([second!.name, second!.regions], [profiles, ["ca-central-1", "ca-west-1"]]);
    assert.equal(second!.account, "123456789012");
  });

  it("ignore `replicas` where there are TableReplica resources", () => {
    const replicas = [{ regionName: "us-west-2" }];
    const arn = "arn:aws:dynamodb:us-east-1:1:table/one-table";
    const replica = resource(
      "aws:dynamodb/tableReplica:TableReplica",
      "r",
      { globalTableArn: arn },
      { region: "eu-west-1" },
    );
    const [declared] = declaredTables(graphOf(table({ replicas }, { outputs: { arn } }), replica));
    assert.deepEqual(declared!.regions, ["us-east-1", "eu-west-1"]);
  });

  it("are of the class that their tag says, personal where none does", () => {
    assert.deepEqual(
      declaredTables(tablesGraph()).map((table) => table.dataClass),
      ["routing", "personal"],
    );
    const classOf = (tags: object) => declaredTables(graphOf(table({ tags })))[0]!.dataClass;
    assert.equal(classOf({}), "personal");
    assert.equal(classOf({ "data-class": "whatever" }), "personal");
    assert.equal(classOf({ "data-class": "public" }), "public");
  });

  it("have keys, indexes and capacity as DynamoDB's CreateTable takes them", () => {
    const [declared] = declaredTables(
      graphOf(
        table({
          rangeKey: "sk",
          readCapacity: 5,
          writeCapacity: 2,
          globalSecondaryIndexes: [
            {
              name: "g",
              hashKey: "a",
              rangeKey: "b",
              projectionType: "INCLUDE",
              nonKeyAttributes: ["c"],
              readCapacity: 3,
              writeCapacity: 4,
            },
          ],
          localSecondaryIndexes: [{ name: "l", rangeKey: "b", projectionType: "KEYS_ONLY" }],
        }),
      ),
    );
    const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });
    assert.deepEqual(declared!.definition, {
      TableName: "one-table",
      AttributeDefinitions: [],
      KeySchema: [key("pk", "HASH"), key("sk", "RANGE")],
      ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 2 },
      GlobalSecondaryIndexes: [
        {
          IndexName: "g",
          KeySchema: [key("a", "HASH"), key("b", "RANGE")],
          Projection: { ProjectionType: "INCLUDE", NonKeyAttributes: ["c"] },
          ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 4 },
        },
      ],
      LocalSecondaryIndexes: [
        {
          IndexName: "l",
          KeySchema: [key("pk", "HASH"), key("b", "RANGE")],
          Projection: { ProjectionType: "KEYS_ONLY" },
        },
      ],
    });
  });

  it("refuses replicas and items of tables that are not there, all at once", () => {
    const orphan = resource(
      "aws:dynamodb/tableReplica:TableReplica",
      "r",
      { globalTableArn: `${profilesArn}2` },
      { region: "us-east-1" },
    );
    const item = resource(
      "aws:dynamodb/tableItem:TableItem",
      "i",
      { tableName: profiles, item: "{}" },
      { region: "us-east-1" },
    );
    assert.throws(
      () => declaredTables(tablesGraph({ items: [orphan, item] })),
      (error: Error) => {
        assert.match(error.message, /replica "r".*which no stack declares/);
        assert.match(error.message, /item "i".*in us-east-1, which has replicas in ca-central-1, ca-west-1/);
        return true;
      },
    );
  });
});
