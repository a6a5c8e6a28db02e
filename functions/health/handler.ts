/** Health, behind the load balancer and behind API Gateway alike. */
import { apiHost, gatewayHost, healthyHost, regionalApiHost } from "../../model/names";
import { regionsOf, siblingsOf } from "../../model/topology";
import { dynamoDb } from "../shared/dynamodb";
import { environment } from "../shared/environment";
import { EvacuationRows } from "../shared/evacuations";
import type { ProxyEvent } from "../shared/events";
import { respondTo } from "../shared/invocation";
import { answersProbes } from "../shared/probe";
import { functionsIn, functionWorks, keyWorks } from "./dependencies";
import { firstHealthy } from "./first-healthy";
import { lookAtGateway } from "./gateway";
import { GatewayWatch } from "./gateway-watch";
import { Holds } from "./holds";
import { Judge, judgeTimeoutMs } from "./judge";
import { health } from "./service";

const { AWS_REGION, JURISDICTION, PROBED_FUNCTIONS } = environment("AWS_REGION", "JURISDICTION", "PROBED_FUNCTIONS");
const { DOMAIN, KEY_ARN, REGIONS_TABLE, RETURN_AFTER_MINUTES } = process.env;

const dependencies = [
  ...Object.entries(functionsIn(PROBED_FUNCTIONS)).map(([label, name]) => functionWorks(AWS_REGION, label, name)),
  ...(KEY_ARN ? [keyWorks(AWS_REGION, KEY_ARN)] : []),
];
const domain = String(DOMAIN);
const siblings = siblingsOf(AWS_REGION);
const hostname = apiHost(JURISDICTION, domain);
const gatewayOf = (region: string) => ({
  region,
  look: () =>
    lookAtGateway({ gateway: gatewayHost(region, domain), hostname, regional: regionalApiHost(region, domain) }),
});
const context = {
  region: AWS_REGION,
  jurisdiction: JURISDICTION,
  judge: new Judge(dependencies),
  evacuations: REGIONS_TABLE
    ? new EvacuationRows(dynamoDb(AWS_REGION), REGIONS_TABLE, regionsOf(JURISDICTION))
    : undefined,
  siblings,
  holds:
    REGIONS_TABLE && RETURN_AFTER_MINUTES
      ? new Holds({
          tables: dynamoDb(AWS_REGION),
          table: REGIONS_TABLE,
          region: AWS_REGION,
          held: regionsOf(JURISDICTION)[0]!,
          returnAfterMinutes: Number(RETURN_AFTER_MINUTES),
          firstHealthy: () => firstHealthy(healthyHost(JURISDICTION, domain)),
        })
      : undefined,
  gateways: REGIONS_TABLE ? new GatewayWatch(siblings.map(gatewayOf)) : undefined,
};

/** Whoever may invoke it directly is told each dependency's state: aws lambda invoke --payload '{"probe":"dependencies"}' */
export const handler = answersProbes(
  dependencies,
  (event: ProxyEvent) => respondTo("health", event, (request) => health(request, context)),
  judgeTimeoutMs,
);
