/** The lookup's handler with the AWS SDK in place of its own client, and nothing else changed: what is compared with. */
import { BatchGetItemCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { Identities } from "../../functions/lookup/identities";
import { maxCacheEntries, maxUnknownEntries, rateLimit, timeoutMs } from "../../functions/lookup/limits";
import { RateLimit } from "../../functions/lookup/rate-limit";
import { type Lookup, lookup } from "../../functions/lookup/service";
import { type Attributes, unmarshal } from "../../functions/shared/attributes";
import { BatchReader, type ReadItems } from "../../functions/shared/batch-reader";
import { Directory } from "../../functions/shared/directory";
import { environment } from "../../functions/shared/environment";
import type { ProxyEvent } from "../../functions/shared/events";
import { registryCacheSeconds, staleIfErrorSeconds, unknownCacheSeconds } from "../../functions/shared/freshness";
import { respondTo } from "../../functions/shared/invocation";

const env = environment("AWS_REGION", "DOMAIN", "REGISTRY_TABLE", "REGISTRY_HASH_KEY");
const table = env.REGISTRY_TABLE;
const client = new DynamoDBClient({ region: env.AWS_REGION });

const read: ReadItems = async (keys) => {
  const Keys = keys.map((pk) => ({ pk: { S: pk } }));
  const { Responses } = await client.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys } } }));
  const items = (Responses?.[table] ?? []).map((item) => unmarshal(item as unknown as Attributes));
  return new Map(items.map((item) => [String(item.pk), item]));
};

const reader = new BatchReader(read);
const limits = {
  cacheSeconds: registryCacheSeconds,
  unknownCacheSeconds,
  staleSeconds: staleIfErrorSeconds,
  entries: maxCacheEntries,
  unknowns: maxUnknownEntries,
  timeoutMs,
};
const context: Lookup = {
  directory: new Directory(reader, limits),
  identities: new Identities(reader),
  rateLimit: new RateLimit(rateLimit),
  hashSecret: env.REGISTRY_HASH_KEY,
  domain: env.DOMAIN,
  region: env.AWS_REGION,
  now: Date.now,
};

export const handler = (event: ProxyEvent) => respondTo("lookup", event, (request) => lookup(request, context));
