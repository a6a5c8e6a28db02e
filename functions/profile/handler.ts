/** Preferences of the signed-in user, behind API Gateway and its authorizer. */

import { randomUUID } from "node:crypto";
import { originsOfHosts } from "../../model/origins";
import { Directory } from "../shared/directory";
import { dynamoDb } from "../shared/dynamodb";
import { environment } from "../shared/environment";
import { EvacuationRows } from "../shared/evacuations";
import type { ProxyEvent } from "../shared/events";
import { homeCheckSeconds, staleIfErrorSeconds } from "../shared/freshness";
import { KeptResponses } from "../shared/idempotency";
import { respondTo } from "../shared/invocation";
import { answersProbes } from "../shared/probe";
import { registryReader } from "../shared/registry";
import type { ProfileService } from "./context";
import { Profiles } from "./profiles";
import { profile } from "./service";

const {
  APP_ORIGINS,
  AWS_REGION,
  DOMAIN,
  JURISDICTION,
  REGISTRY_TABLE,
  PROFILE_TABLE,
  IDEMPOTENCY_TABLE,
  REGIONS_TABLE,
  SNAPSHOT_BUCKET,
} = environment(
  "APP_ORIGINS",
  "AWS_REGION",
  "DOMAIN",
  "JURISDICTION",
  "REGISTRY_TABLE",
  "PROFILE_TABLE",
  "IDEMPOTENCY_TABLE",
  "REGIONS_TABLE",
  "SNAPSHOT_BUCKET",
);

const tables = dynamoDb(AWS_REGION);
const evacuations = new EvacuationRows(tables, REGIONS_TABLE, [AWS_REGION]);
const limits = {
  cacheSeconds: homeCheckSeconds,
  unknownCacheSeconds: homeCheckSeconds,
  staleSeconds: staleIfErrorSeconds,
  entries: 10_000,
  unknowns: 1000,
};

const context: ProfileService = {
  directory: new Directory(registryReader("profile", AWS_REGION, REGISTRY_TABLE, SNAPSHOT_BUCKET), limits),
  profiles: new Profiles(tables, PROFILE_TABLE),
  responses: new KeptResponses(tables, IDEMPOTENCY_TABLE),
  jurisdiction: JURISDICTION,
  domain: DOMAIN,
  appOrigins: originsOfHosts(APP_ORIGINS),
  region: AWS_REGION,
  evacuations,
  newId: randomUUID,
};

/** Its tables. The registry is not one: another Region's replica is as good, and where none answers no Region does better. */
const dependencies = [
  { name: "profiles", use: () => tables.getItem(PROFILE_TABLE, { pk: "health", sk: "health" }, true) },
  { name: "idempotency", use: () => tables.getItem(IDEMPOTENCY_TABLE, { pk: "health" }, true) },
  { name: "regions", use: () => evacuations.probe() },
];

export const handler = answersProbes(dependencies, (event: ProxyEvent) =>
  respondTo("profile", event, (request) => profile(request, context)),
);
