/** What `npm run region` works on: names that are asked as a client asks them, and each Region's replica of the orders. */
import { DynamoDBClient, type DynamoDBClientConfig, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { type EvacuationRow, evacuationKey } from "../../model/evacuation";
import { type HoldRow, holdKey } from "../../model/hold";
import { bounded, requestLimit } from "../../registry/bounded";

export interface HttpAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** Where a Region's row is read or written. */
export interface RowPlace {
  jurisdiction: string;
  region: string;
  at: string;
}

export interface RegionsTarget {
  /** For messages: "the twin at http://…", "AWS, example.com". */
  name: string;
  domain: string;
  /** The time that orders and holds go by there. */
  now(): Date;
  /** Jurisdiction → name of its table. */
  table(jurisdiction: string): string;
  /** A client of that Region's replica. */
  dynamoDb(region: string): DynamoDBClient;
  /** Rejects where nobody answers. */
  get(host: string, path: string): Promise<HttpAnswer>;
}

export const answerLimitMs = 5000;

/** A client of a Region that may be silent: two attempts, seconds each. */
export const regionClient = (config: DynamoDBClientConfig): DynamoDBClient =>
  bounded(
    new DynamoDBClient({
      ...config,
      maxAttempts: 2,
      requestHandler: { connectionTimeout: 2000, ...requestLimit(answerLimitMs) },
    }),
    2 * answerLimitMs,
  );

export async function readOrder(target: RegionsTarget, place: RowPlace): Promise<EvacuationRow | undefined> {
  const text = await read(target, place, evacuationKey(place.region));
  return text && { state: text("state") as EvacuationRow["state"], since: text("since"), by: text("by") };
}

/** What keeps people away from a Region after a failover, also where its time is over. */
export async function readHold(target: RegionsTarget, place: RowPlace): Promise<HoldRow | undefined> {
  const text = await read(target, place, holdKey(place.region));
  return text && { by: text("by"), since: text("since"), seen: text("seen"), until: text("until") };
}

async function read(target: RegionsTarget, { jurisdiction, at }: RowPlace, key: string) {
  const { Item } = await target
    .dynamoDb(at)
    .send(new GetItemCommand({ TableName: target.table(jurisdiction), Key: { pk: { S: key } }, ConsistentRead: true }));
  return Item && ((name: string) => Item[name]?.S ?? "");
}

export async function writeOrder(
  target: RegionsTarget,
  { jurisdiction, region, at }: RowPlace,
  { state, since, by }: EvacuationRow,
): Promise<void> {
  await target.dynamoDb(at).send(
    new PutItemCommand({
      TableName: target.table(jurisdiction),
      Item: { pk: { S: evacuationKey(region) }, state: { S: state }, since: { S: since }, by: { S: by } },
    }),
  );
}
