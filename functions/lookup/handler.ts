/** The lookup behind an Application Load Balancer: where is home for this organization? */
import { originsOfHosts } from "../../model/origins";
import { Directory } from "../shared/directory";
import { environment } from "../shared/environment";
import type { ProxyEvent } from "../shared/events";
import { registryCacheSeconds, staleIfErrorSeconds, unknownCacheSeconds } from "../shared/freshness";
import { respondTo } from "../shared/invocation";
import { answersProbes } from "../shared/probe";
import { registryReader } from "../shared/registry";
import { Identities } from "./identities";
import { maxCacheEntries, maxUnknownEntries, rateLimit, timeoutMs } from "./limits";
import { RateLimit } from "./rate-limit";
import { type Lookup, lookup } from "./service";

const { APP_ORIGINS, AWS_REGION, DOMAIN, REGISTRY_TABLE, REGISTRY_HASH_KEY, SNAPSHOT_BUCKET } = environment(
  "APP_ORIGINS",
  "AWS_REGION",
  "DOMAIN",
  "REGISTRY_TABLE",
  "REGISTRY_HASH_KEY",
  "SNAPSHOT_BUCKET",
);

const reader = registryReader("lookup", AWS_REGION, REGISTRY_TABLE, SNAPSHOT_BUCKET);
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
  hashSecret: REGISTRY_HASH_KEY,
  domain: DOMAIN,
  appOrigins: originsOfHosts(APP_ORIGINS),
  region: AWS_REGION,
  now: Date.now,
};

/** That it runs is enough: what it reads is in every Region, and what it has read it goes on answering. */
export const handler = answersProbes([], (event: ProxyEvent) =>
  respondTo("lookup", event, (request) => lookup(request, context)),
);
