/** A registry for tests: the twin's own tables behind a plain HTTP port. Counts calls, and can refuse some. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { type AttributeMap, DynamoDbError, Store } from "../../local/dynamodb/store";
import { transactWrite } from "../../local/dynamodb/transactions";
import type { RegistryTarget } from "../../registry/target";

export interface TestRegistry {
  target: RegistryTarget;
  /** Operation → how often it was called. */
  calls: Record<string, number>;
  /** Called before each operation; what it throws or returns is the response. */
  intercept: (operation: string, input: any) => unknown;
  /** Every row by `pk`. */
  rows(): Promise<Map<string, AttributeMap>>;
  put(item: AttributeMap): Promise<void>;
  close(): Promise<void>;
}

export async function startRegistry(): Promise<TestRegistry> {
  const table = "home-region-registry";
  const store = new Store("ca-central-1", "000000000000");
  await store.createTable({
    TableName: table,
    AttributeDefinitions: [{ AttributeName: "pk", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "pk", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
  });
  const registry = { calls: {} as Record<string, number>, intercept: (() => {}) as TestRegistry["intercept"] };
  const perform = async (operation: string, input: any) => {
    const instead = await registry.intercept(operation, input);
    if (instead) {
      return instead;
    }
    if (operation === "TransactWriteItems") {
      return store.exclusively(() => transactWrite(store, input));
    }
    return store.run(operation, input);
  };
  const server = createServer(async (request, response) => {
    const operation = String(request.headers["x-amz-target"]).split(".")[1] ?? "";
    registry.calls[operation] = (registry.calls[operation] ?? 0) + 1;
    response.setHeader("content-type", "application/x-amz-json-1.0");
    try {
      response.end(JSON.stringify(await perform(operation, await json(request))));
    } catch (error) {
      if (!(error instanceof DynamoDbError)) {
        throw error;
      }
      response.writeHead(error.statusCode).end(JSON.stringify(error.body));
    }
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return Object.assign(registry, {
    target: { name: "the test", region: "ca-central-1", table, hashSecret: "a key of tests", endpoint, credentials },
    async rows() {
      const { Items } = await store.run("Scan", { TableName: table });
      return new Map((Items as AttributeMap[]).map((item) => [String(item.pk?.S), item]));
    },
    async put(Item: AttributeMap) {
      await store.run("PutItem", { TableName: table, Item });
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await store.close();
    },
  });
}

/** A response of DynamoDB that is an error. */
export const refusal = (code: string, more: object = {}) =>
  new DynamoDbError({ __type: `com.amazonaws.dynamodb.v20120810#${code}`, message: code, ...more });
