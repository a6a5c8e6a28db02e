/** Health, behind the load balancer and behind API Gateway alike. */
import { dynamoDb } from "../shared/dynamodb";
import { environment } from "../shared/environment";
import type { ProxyEvent } from "../shared/events";
import { respondTo } from "../shared/invocation";
import { dependenciesOf } from "./checks";
import { health } from "./service";

const { AWS_REGION, JURISDICTION } = environment("AWS_REGION", "JURISDICTION");

const context = {
  region: AWS_REGION,
  jurisdiction: JURISDICTION,
  dependencies: dependenciesOf(dynamoDb(AWS_REGION), AWS_REGION, {
    registry: process.env.REGISTRY_TABLE,
    profile: process.env.PROFILE_TABLE,
    idempotency: process.env.IDEMPOTENCY_TABLE,
    signingKeys: process.env.SIGNING_KEYS_TABLE,
  }),
};

export const handler = (event: ProxyEvent) => respondTo("health", event, (request) => health(request, context));
