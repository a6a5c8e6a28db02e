import { acm } from "../acm/types";
import { dynamodb } from "../dynamodb/types";
import { lambda } from "../lambda/types";
import { serviceModule } from "../module";
import { homeOf } from "../organizations";
import { waf } from "../waf/types";
import { apiGatewayFaults } from "./faults";
import { ApiGateway } from "./service";
import { apiGateway } from "./types";

export const apiGatewayModule = serviceModule({
  key: apiGateway,
  title: "Amazon API Gateway",
  description: {
    does:
      "REST APIs behind regional custom domain names and their default endpoints: routes, Lambda proxy integrations, " +
      "authorizers of type TOKEN with their cache, gateway responses, throttling, time-outs and limits of size",
    leavesOut:
      "WebSocket and HTTP APIs, integrations of other types (501), other authorization (500), models and validation, " +
      "usage plans, caching of responses, logs",
    sources: {
      "proxy integration":
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html",
      authorizers: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html",
      "gateway responses":
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html",
      throttling: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html",
    },
  },
  standsInFor: [
    "aws:apigateway/authorizer:Authorizer",
    "aws:apigateway/basePathMapping:BasePathMapping",
    "aws:apigateway/deployment:Deployment",
    "aws:apigateway/domainName:DomainName",
    "aws:apigateway/integration:Integration",
    "aws:apigateway/method:Method",
    "aws:apigateway/methodSettings:MethodSettings",
    "aws:apigateway/resource:Resource",
    "aws:apigateway/response:Response",
    "aws:apigateway/restApi:RestApi",
    "aws:apigateway/stage:Stage",
  ],
  declaredOnly: {
    "aws:apigateway/account:Account": "API Gateway's role for logs is declared; nothing is logged with it here",
  },
  needs: [acm, dynamodb, lambda, waf],
  faults: apiGatewayFaults,
  create: (context, services) =>
    new ApiGateway(context, {
      lambda: services.get(lambda),
      waf: services.get(waf),
      certificates: services.get(acm),
      homeOf: (organization) => homeOf(services.get(dynamodb), context.graph, organization),
    }),
});
