/** Health, behind the load balancer and behind API Gateway alike. */
import { healthyHost } from "../../model/names";
import { regionsOf, siblingsOf } from "../../model/topology";
import { dynamoDb } from "../shared/dynamodb";
import { environment } from "../shared/environment";
import { EvacuationRows } from "../shared/evacuations";
import type { ProxyEvent } from "../shared/events";
import { respondTo } from "../shared/invocation";
import { answersProbes } from "../shared/probe";
import { functionsIn, functionWorks, keyWorks } from "./dependencies";
import { firstHealthy } from "./first-healthy";
import { Holds } from "./holds";
import { Judge, judgeTimeoutMs } from "./judge";
import { health } from "./service";

const { AWS_REGION, JURISDICTION, PROBED_FUNCTIONS } = environment("AWS_REGION", "JURISDICTION", "PROBED_FUNCTIONS");
const { DOMAIN, KEY_ARN, REGIONS_TABLE, RETURN_AFTER_MINUTES } = process.env;

const dependencies = [
  ...Object.entries(functionsIn(PROBED_FUNCTIONS)).map(([label, name]) => functionWorks(AWS_REGION, label, name)),
  ...(KEY_ARN ? [keyWorks(AWS_REGION, KEY_ARN)] : []),
];
const context = {
  region: AWS_REGION,
  jurisdiction: JURISDICTION,
  judge: new Judge(dependencies),
  evacuations: REGIONS_TABLE
    ? new EvacuationRows(dynamoDb(AWS_REGION), REGIONS_TABLE, regionsOf(JURISDICTION))
    : undefined,
  siblings: siblingsOf(AWS_REGION),
  holds:
    REGIONS_TABLE && RETURN_AFTER_MINUTES
      ? new Holds({
          tables: dynamoDb(AWS_REGION),
          table: REGIONS_TABLE,
          region: AWS_REGION,
          held: regionsOf(JURISDICTION)[0]!,
          returnAfterMinutes: Number(RETURN_AFTER_MINUTES),
          firstHealthy: () => firstHealthy(healthyHost(JURISDICTION, String(DOMAIN))),
        })
      : undefined,
};

/** Whoever may invoke it directly is told each dependency's state: aws lambda invoke --payload '{"probe":"dependencies"}' */
export const handler = answersProbes(
  dependencies,
  (event: ProxyEvent) => respondTo("health", event, (request) => health(request, context)),
  judgeTimeoutMs,
);
