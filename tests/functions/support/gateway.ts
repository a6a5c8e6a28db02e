/** Events as API Gateway and the load balancer send them, each from an address that no log may hold. */
import { acme, domain } from "./tables";

export const address = "198.51.100.7";
export const subject = "jane-doe";

/** Of a user whom the authorizer has let in. */
export function fromGateway(
  method: string,
  path: string,
  more: { organization?: string; headers?: object; body?: unknown } = {},
) {
  const { organization = acme, headers = {}, body } = more;
  return {
    httpMethod: method,
    path,
    headers: {
      "X-Forwarded-For": address,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
    requestContext: {
      authorizer: { organization, jurisdiction: "CA", subject, principalId: subject, integrationLatency: 3 },
      identity: { sourceIp: address },
    },
  };
}

export function fromBalancer(
  method: string,
  path: string,
  more: { query?: Record<string, string[]>; body?: string; headers?: object } = {},
) {
  return {
    requestContext: { elb: { targetGroupArn: "arn" } },
    httpMethod: method,
    path,
    multiValueQueryStringParameters: more.query ?? {},
    multiValueHeaders: { host: [`api.${domain}`], "x-forwarded-for": [address], ...more.headers },
    body: more.body ?? "",
    isBase64Encoded: false,
  };
}
