/** Times that clients have measured, behind API Gateway and its authorizer. */
import { originsOfHosts } from "../../model/origins";
import { dynamoDb } from "../shared/dynamodb";
import { environment } from "../shared/environment";
import { EvacuationRows } from "../shared/evacuations";
import type { ProxyEvent } from "../shared/events";
import { respondTo } from "../shared/invocation";
import { logMetrics } from "../shared/log";
import { measurements } from "./service";

const { APP_ORIGINS, AWS_REGION, DOMAIN, JURISDICTION, REGIONS_TABLE } = environment(
  "APP_ORIGINS",
  "AWS_REGION",
  "DOMAIN",
  "JURISDICTION",
  "REGIONS_TABLE",
);

const context = {
  region: AWS_REGION,
  domain: DOMAIN,
  appOrigins: originsOfHosts(APP_ORIGINS),
  jurisdiction: JURISDICTION,
  evacuations: new EvacuationRows(dynamoDb(AWS_REGION), REGIONS_TABLE, [AWS_REGION]),
  now: Date.now,
  emit: logMetrics,
};

export const handler = (event: ProxyEvent) =>
  respondTo("measurements", event, (request) => measurements(request, context));
