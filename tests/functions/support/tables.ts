/** Tables on dynalite in this process, and rows to put into them. */
import type { AddressInfo } from "node:net";
import dynalite from "dynalite";
import { DynamoDb } from "../../../functions/shared/dynamodb";
import { send } from "../../../functions/shared/json-client";
import { poolIssuer } from "../../../model/names";
import {
  emailDomainKey,
  type HomeRow,
  organizationKey,
  type RegionRow,
  regionKey,
  slugKey,
} from "../../../model/registry";
import { regionStacks } from "../../../model/topology";

export const hashSecret = "a key for tests";
export const domain = "example.test";
export const acme = "org_00000000000000000000000000";
export const globex = "org_11111111111111111111111111";

export interface Tables {
  endpoint: string;
  client: DynamoDb;
  /** Put an organization's three kinds of rows. */
  putOrganization(row: Partial<HomeRow> & { organization: string }, slug?: string, emailDomain?: string): Promise<void>;
  putRegion(row: Partial<RegionRow> & { region: string }): Promise<void>;
  stop(): Promise<void>;
}

export const regionIdentity = (region: string): RegionRow => ({
  region,
  jurisdiction: Object.values(regionStacks).find((stack) => stack.region === region)?.jurisdiction ?? "??",
  issuer: poolIssuer(region, `${region}_pool1`),
  userPoolId: `${region}_pool1`,
  clientId: `client-${region}`,
});

/** Tables `registry`, `keys`, `idempotency`, `regions` (pk) and `profiles` (pk, sk), with an identity row for every Region. */
export async function startTables(): Promise<Tables> {
  const server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = new DynamoDb({ region: "ca-central-1", endpoint, timeoutMs: 10_000 });
  for (const [name, keys] of [
    ["registry", ["pk"]],
    ["keys", ["pk"]],
    ["idempotency", ["pk"]],
    ["regions", ["pk"]],
    ["profiles", ["pk", "sk"]],
  ] as const) {
    await createTable(endpoint, name, keys);
  }
  const put = (row: Record<string, unknown>) => client.putItem("registry", row);
  const tables: Tables = {
    endpoint,
    client,
    async putOrganization(given, slug, emailDomain) {
      const row = { jurisdiction: "CA", state: "active", version: 1, ...given };
      await put({ pk: organizationKey(row.organization), ...row });
      if (slug) {
        await put({ pk: slugKey(hashSecret, slug), ...row });
      }
      if (emailDomain) {
        await put({ pk: emailDomainKey(hashSecret, emailDomain), ...row });
      }
    },
    putRegion: (row) => put({ pk: regionKey(row.region), ...regionIdentity(row.region), ...row }),
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  for (const { region } of Object.values(regionStacks)) {
    await tables.putRegion({ region });
  }
  return tables;
}

async function createTable(endpoint: string, name: string, keys: readonly string[]): Promise<void> {
  await control(endpoint, "CreateTable", {
    TableName: name,
    KeySchema: keys.map((key, index) => ({ AttributeName: key, KeyType: index === 0 ? "HASH" : "RANGE" })),
    AttributeDefinitions: keys.map((key) => ({ AttributeName: key, AttributeType: "S" })),
    BillingMode: "PAY_PER_REQUEST",
  });
  // dynalite makes a table active on a timer, even of 0 ms.
  while ((await control(endpoint, "DescribeTable", { TableName: name })).Table.TableStatus !== "ACTIVE") {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function control(endpoint: string, operation: string, input: object): Promise<any> {
  const response = await send({
    url: new URL(endpoint),
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.0",
      "x-amz-target": `DynamoDB_20120810.${operation}`,
      authorization: "AWS4-HMAC-SHA256 Credential=t/20260101/x/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
      "x-amz-date": "20260101T000000Z",
    },
    timeoutMs: 10_000,
    body: JSON.stringify(input),
  });
  if (response.status !== 200) {
    throw new Error(`${operation} of table ${JSON.stringify(input)} failed: ${response.body}`);
  }
  return JSON.parse(response.body);
}
