/** Times that clients have measured, behind API Gateway and its authorizer. */
import { environment } from "../shared/environment";
import type { ProxyEvent } from "../shared/events";
import { respondTo } from "../shared/invocation";
import { logMetrics } from "../shared/log";
import { measurements } from "./service";

const { AWS_REGION, DOMAIN, JURISDICTION } = environment("AWS_REGION", "DOMAIN", "JURISDICTION");

const context = { region: AWS_REGION, domain: DOMAIN, jurisdiction: JURISDICTION, now: Date.now, emit: logMetrics };

export const handler = (event: ProxyEvent) =>
  respondTo("measurements", event, (request) => measurements(request, context));
