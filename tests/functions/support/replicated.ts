/** The jurisdiction's tables in two Regions, with transactions and replication: the twin's, with time that the test lets pass. */
import { DynamoDb } from "../../../functions/shared/dynamodb";
import { ManualClock } from "../../support/manual-clock";
import { KeyedTables } from "../../support/tables";
import { graphOf, resource, twinContext } from "../../support/twin-context";

export const east = "ca-central-1";
export const west = "ca-west-1";

export interface Replicated {
  client(region: string): DynamoDb;
  endpoint(region: string): string;
  /** Lets time pass until every write has reached both Regions. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** Tables `profiles` (pk, sk) and `idempotency` (pk). */
export async function startReplicated(): Promise<Replicated> {
  const clock = new ManualClock();
  const twin = await twinContext({ graph: graphOf(...declared("profiles", "sk"), ...declared("idempotency")), clock });
  const tables = new KeyedTables(twin);
  await tables.start();
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY } = process.env;
  const { accessKeyId, secretAccessKey } = tables.operator();
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
  return {
    client: (region) => new DynamoDb({ region, endpoint: tables.endpoint(region), timeoutMs: 10_000 }),
    endpoint: (region) => tables.endpoint(region),
    async settle() {
      while (Object.values(tables.pending()).some((count) => count > 0)) {
        await clock.advance(100);
      }
    },
    async stop() {
      Object.assign(process.env, { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY });
      await tables.stop();
      await twin.close();
    },
  };
}

function declared(name: string, rangeKey?: string) {
  const arn = `arn:aws:dynamodb:${east}:123456789012:table/${name}`;
  const attributes = ["pk", ...(rangeKey ? [rangeKey] : [])].map((key) => ({ name: key, type: "S" }));
  const inputs = { name, hashKey: "pk", ...(rangeKey && { rangeKey }), attributes, billingMode: "PAY_PER_REQUEST" };
  return [
    resource("aws:dynamodb/table:Table", name, inputs, { id: name, region: east, outputs: { arn } }),
    resource("aws:dynamodb/tableReplica:TableReplica", `${name}-west`, { globalTableArn: arn }, { region: west }),
  ];
}
