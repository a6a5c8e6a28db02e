import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { appOrigins, timingOrigins } from "../../model/origins";
import { type ProblemCode, problem } from "../../model/problem";
import { declare, type Part } from "./api-content";
import type { RegionContext } from "./context";

interface GatewayProblem {
  /** https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
  responseType: string;
  code: ProblemCode;
  detail: string;
  /** For many statuses: each response keeps its own, and its body names none. @default false */
  anyStatus?: boolean;
}

/** What API Gateway answers itself, in the words of the functions behind it: clients know one vocabulary. */
const gatewayProblems: readonly GatewayProblem[] = [
  {
    responseType: "UNAUTHORIZED",
    code: "unauthorized",
    detail: "An access token of this jurisdiction's user pool is needed.",
  },
  { responseType: "ACCESS_DENIED", code: "forbidden", detail: "The token does not allow this." },
  { responseType: "MISSING_AUTHENTICATION_TOKEN", code: "path-unknown", detail: "No route has this path and method." },
  { responseType: "REQUEST_TOO_LARGE", code: "body-too-large", detail: "API Gateway takes 10 MB." },
  { responseType: "THROTTLED", code: "too-many-requests", detail: "Try again in a moment." },
  { responseType: "DEFAULT_4XX", code: "request-refused", detail: "The request was refused.", anyStatus: true },
  { responseType: "DEFAULT_5XX", code: "unavailable", detail: "The service cannot answer now.", anyStatus: true },
];

/** What API Gateway is given for each: how it answers, before it belongs to an API. Pure. */
export function responsesOf(domain: string, otherOrigins: string) {
  const timing = `'${timingOrigins(appOrigins(domain, otherOrigins))}'`;
  return gatewayProblems.map(({ responseType, code, detail, anyStatus }) => {
    const { status, ...body } = problem(code, detail, { requestId: "$context.requestId" });
    return {
      responseType,
      ...(!anyStatus && { statusCode: String(status) }),
      responseTemplates: { "application/json": JSON.stringify(anyStatus ? body : { ...body, status }) },
      responseParameters: {
        "gatewayresponse.header.Content-Type": "'application/problem+json'",
        "gatewayresponse.header.Cache-Control": "'no-store'",
        // Without them a browser hides the refusal, and what connecting took, from the app. They know no page that asks: a
        // refusal tells nobody anything, so any page may read it.
        "gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
        "gatewayresponse.header.Timing-Allow-Origin": timing,
      },
    };
  });
}

export function addProblems(
  name: string,
  ctx: RegionContext,
  api: aws.apigateway.RestApi,
  parent: pulumi.Resource,
): Part[] {
  return responsesOf(ctx.config.domain, ctx.config.appOrigins).map((response) => {
    const label = response.responseType.toLowerCase().replaceAll("_", "-");
    return declare(aws.apigateway.Response, `${name}-${label}`, { restApiId: api.id, ...response }, parent);
  });
}
