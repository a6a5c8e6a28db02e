/** The lookup behind an Application Load Balancer: where is home for this organization? */
import { BatchReader, itemsOf } from "../shared/batch-reader";
import { Directory } from "../shared/directory";
import { dynamoDb } from "../shared/dynamodb";
import { environment } from "../shared/environment";
import type { ProxyEvent } from "../shared/events";
import { registryCopySeconds, staleIfErrorSeconds, unknownCopySeconds } from "../shared/freshness";
import { answerEvent } from "../shared/invocation";
import { Identities } from "./identities";
import { maxCopies, maxUnknownCopies, patienceMs, rateLimit } from "./limits";
import { RateLimit } from "./rate-limit";
import { type Lookup, lookup } from "./service";

const { AWS_REGION, DOMAIN, REGISTRY_TABLE, REGISTRY_HASH_KEY } = environment(
  "AWS_REGION",
  "DOMAIN",
  "REGISTRY_TABLE",
  "REGISTRY_HASH_KEY",
);

const reader = new BatchReader(itemsOf(dynamoDb(AWS_REGION), REGISTRY_TABLE));
const limits = {
  copySeconds: registryCopySeconds,
  unknownCopySeconds,
  staleSeconds: staleIfErrorSeconds,
  copies: maxCopies,
  unknowns: maxUnknownCopies,
  patienceMs,
};

const context: Lookup = {
  directory: new Directory(reader, limits),
  identities: new Identities(reader),
  rateLimit: new RateLimit(rateLimit),
  hashKey: REGISTRY_HASH_KEY,
  domain: DOMAIN,
  region: AWS_REGION,
  now: Date.now,
};

export const handler = (event: ProxyEvent) => answerEvent("lookup", event, (request) => lookup(request, context));
