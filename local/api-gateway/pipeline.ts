/** What happens to one request of a stage: route, throttle, authorize, invoke, answer. */

import { accountThrottle, type Throttle } from "../../model/quotas";
import type { Clock } from "../context";
import type { HttpResponse } from "../http/message";
import { FunctionError, type Lambda } from "../lambda/types";
import type { Waf } from "../waf/types";
import { Authorizers } from "./authorizers";
import type { Method, Route, Stage } from "./rules/declared";
import { eventOf, type ProxyRequest, responseOf } from "./rules/event";
import { type ContextVariables, gatewayResponse, type RefusalType } from "./rules/gateway-response";
import { type Matched, matchMethod, matchRoute } from "./rules/routing";
import { limitOf, TokenBucket } from "./rules/throttle";

export interface PipelineOptions {
  clock: Clock;
  lambda: Pick<Lambda, "invoke">;
  waf: Pick<Waf, "judge">;
  /** Called as soon as an authorizer has said whose request it is. */
  authorized(trace: string, context: Record<string, string>): Promise<void>;
}

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
export const bodyLimit = 10 * 1024 * 1024;
const principal = "apigateway.amazonaws.com";

class Refused extends Error {
  constructor(
    readonly type: RefusalType,
    readonly text?: string,
  ) {
    super(type);
  }
}

export class Pipeline {
  readonly #authorizers: Authorizers;
  readonly #buckets = new Map<string, TokenBucket>();
  readonly #options: PipelineOptions;

  constructor(options: PipelineOptions) {
    this.#options = options;
    this.#authorizers = new Authorizers(options.clock, options.lambda);
  }

  /** `tooLarge`: the body exceeds `bodyLimit`. Never throws. */
  async respond(stage: Stage, request: ProxyRequest & { tooLarge: boolean }, trace: string): Promise<HttpResponse> {
    const headers = new Map(request.headers.map(([name, value]) => [name.toLowerCase(), [value]]));
    let matched: Matched | undefined;
    try {
      this.#admit(stage, request, headers);
      matched = matchRoute(stage.routes, request.routedPath);
      const method = matched && matchMethod(matched.route, request.method);
      // A path or method that is not there is answered as if it wanted a signature.
      if (!matched || !method) {
        throw new Refused("MISSING_AUTHENTICATION_TOKEN");
      }
      if (request.tooLarge) {
        throw new Refused("REQUEST_TOO_LARGE");
      }
      this.#throttle(stage, matched.route, method);
      const authorizer = await this.#authorize(stage, method, request, headers, trace);
      return await this.#integrate(stage, matched, method, request, authorizer, trace);
    } catch (error) {
      const refused = error instanceof Refused ? error : new Refused("API_CONFIGURATION_ERROR");
      const variables = contextOf(stage, matched, request);
      return gatewayResponse(stage.responses, refused.type, variables, headers, refused.text);
    }
  }

  /**
   * All that an account's APIs may be asked in a Region, and the firewall. AWS does not say whether what the firewall blocks
   * counts: here it does, which is the worse case.
   */
  #admit(stage: Stage, { sourceIp: ip, method, path }: ProxyRequest, headers: ReadonlyMap<string, string[]>) {
    const region = stage.api.region!;
    this.#take(region, () => accountThrottle(region));
    if (this.#options.waf.judge(stage.arn, { ip, method, path, headers }).action === "block") {
      throw new Refused("WAF_FILTERED");
    }
  }

  #throttle(stage: Stage, { path }: Route, { httpMethod }: Method) {
    const account = accountThrottle(stage.api.region!);
    this.#take(`${stage.executionArn}/${httpMethod}${path}`, () => limitOf(stage.settings, path, httpMethod, account));
  }

  #take(key: string, limit: () => Throttle): void {
    const now = this.#options.clock.now();
    let bucket = this.#buckets.get(key);
    if (!bucket) {
      bucket = new TokenBucket(limit(), now);
      this.#buckets.set(key, bucket);
    }
    if (!bucket.take(now)) {
      throw new Refused("THROTTLED");
    }
  }

  async #authorize(
    stage: Stage,
    method: Method,
    request: ProxyRequest,
    headers: ReadonlyMap<string, string[]>,
    trace: string,
  ): Promise<Record<string, unknown> | undefined> {
    if (method.authorization === "NONE") {
      return undefined;
    }
    const authorizer = stage.authorizers.find((authorizer) => authorizer.id === method.authorizerId);
    // The twin stands in for Lambda authorizers only; what it cannot judge is refused.
    if (method.authorization !== "CUSTOM" || !authorizer) {
      throw new Refused("AUTHORIZER_CONFIGURATION_ERROR");
    }
    const methodArn = `${stage.executionArn}/${request.method}/${request.routedPath.replace(/^\//, "")}`;
    const result = await this.#authorizers.authorize(stage, authorizer, headers.get(authorizer.header)?.at(-1), {
      methodArn,
      trace,
    });
    if (!result.allowed) {
      throw new Refused(result.refusal, result.message);
    }
    await this.#options.authorized(trace, result.context);
    return { ...result.context, principalId: result.principalId, integrationLatency: Math.round(result.latencyMs) };
  }

  async #integrate(
    stage: Stage,
    matched: Matched,
    method: Method,
    request: ProxyRequest,
    authorizer: Record<string, unknown> | undefined,
    trace: string,
  ): Promise<HttpResponse> {
    const { integration, httpMethod } = method;
    if (!integration) {
      throw new Refused("API_CONFIGURATION_ERROR");
    }
    if (integration.type !== "AWS_PROXY" || !integration.functionArn) {
      return unsupported(integration.type, matched.route);
    }
    // A path parameter stands as a star in the ARN that the function's permission is compared with.
    const path = matched.route.path.replace(/\{[^}]+\}/g, "*");
    const caller = { principal, sourceArn: `${stage.executionArn}/${httpMethod}${path}` };
    const event = eventOf(stage, matched, request, authorizer);
    const { functionArn, timeoutMs } = integration;
    const invocation = this.#options.lambda.invoke({ functionArn, event, trace, caller });
    const result = await this.#withTimeout(timeoutMs, invocation);
    const accept = request.headers.find(([name]) => name.toLowerCase() === "accept")?.[1];
    const response = responseOf(stage, result, accept);
    if (!response) {
      throw new Refused("BAD_GATEWAY");
    }
    return response;
  }

  /** https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-troubleshooting-lambda.html */
  async #withTimeout(limitMs: number, invocation: Promise<unknown>): Promise<unknown> {
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_, reject) => {
      // Real time is the twin's while a function works, unless the twin is slow.
      const real = Math.max(this.#options.clock.real(limitMs), limitMs);
      timer = setTimeout(() => reject(new Refused("INTEGRATION_TIMEOUT")), real);
    });
    try {
      return await Promise.race([invocation, timeout]);
    } catch (error) {
      if (error instanceof Refused) {
        throw error;
      }
      const type = error instanceof FunctionError ? error.errorType : "";
      // No permission, or Lambda itself refuses: 500. A function that fails: 502.
      const refusedByLambda = ["AccessDeniedException", "ResourceNotFoundException", "TooManyRequestsException"];
      throw new Refused(refusedByLambda.includes(type) ? "API_CONFIGURATION_ERROR" : "BAD_GATEWAY");
    } finally {
      clearTimeout(timer);
    }
  }
}

function unsupported(type: string, route: Route): HttpResponse {
  const problem = {
    type: "about:blank",
    title: "Not Implemented",
    status: 501,
    code: "unsupported-integration",
    detail: `The twin does not stand in for integrations of type ${type} (${route.path}); it does for AWS_PROXY.`,
  };
  return {
    status: 501,
    headers: [["Content-Type", "application/problem+json"]],
    body: Buffer.from(JSON.stringify(problem)),
  };
}

function contextOf(stage: Stage, matched: Matched | undefined, request: ProxyRequest): ContextVariables {
  return {
    apiId: stage.api.id,
    domainName: request.host,
    extendedRequestId: request.requestId,
    httpMethod: request.method,
    path: request.path,
    protocol: "HTTP/1.1",
    requestId: request.requestId,
    requestTimeEpoch: String(Math.round(request.at)),
    resourcePath: matched?.route.path ?? "",
    stage: stage.name,
    "identity.sourceIp": request.sourceIp,
  };
}
