/** Lambda's API, of which there is Invoke: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { TwinContext } from "../context";
import { type ApiCall, type ApiError, ServiceApi } from "../http/service-api";
import { accessDeniedText, type Iam } from "../iam/types";
import { type DeclaredFunction, refusals } from "./rules";
import { FunctionError, type Lambda } from "./types";

const longestBodyBytes = 6 * 1024 * 1024;

export interface LambdaApiDeps {
  callers: Pick<Iam, "holderOf">;
  invoke: Lambda["invoke"];
  /** The function of this name or ARN in a Region. */
  find(region: string, name: string): DeclaredFunction | undefined;
}

export function lambdaApi(context: TwinContext, { callers, invoke, find }: LambdaApiDeps): ServiceApi {
  const handle = async ({ region, holder, request, response, body }: ApiCall): Promise<void> => {
    const [, name] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(request.url ?? "") ?? [];
    if (request.method !== "POST" || name === undefined) {
      return refuse(response, { status: 404, code: "UnknownOperationException", message: "Only Invoke is here" });
    }
    const named = decodeURIComponent(name);
    const resource = find(region, named)?.arn ?? `arn:aws:lambda:${region}:*:function:${named}`;
    const access = { action: "lambda:InvokeFunction", resource };
    const decision = holder.decide(access);
    if (!decision.allowed) {
      const message = accessDeniedText(holder, access, decision);
      return refuse(response, { status: 403, code: "AccessDeniedException", message });
    }
    let event: unknown;
    try {
      event = JSON.parse(body || "null");
    } catch {
      const message = "Could not parse request body into json";
      return refuse(response, { status: 400, code: "InvalidRequestContentException", message });
    }
    try {
      const trace = holder.trace() ?? context.ledger.open(region);
      write(response, 200, await invoke({ functionArn: resource, event, trace, first: true }));
    } catch (error) {
      if (!(error instanceof FunctionError)) {
        throw error;
      }
      const { errorType, message } = error;
      const status = refusals[errorType];
      if (status !== undefined) {
        return refuse(response, { status, code: errorType, message });
      }
      response.setHeader("x-amz-function-error", "Unhandled");
      write(response, 200, { errorType, errorMessage: message });
    }
  };
  return new ServiceApi(context, callers, { service: "lambda", longestBodyBytes, handle, refuse });
}

function refuse(response: ServerResponse, { status, code, message }: ApiError): void {
  response.setHeader("x-amzn-errortype", code);
  write(response, status, { Type: status < 500 ? "User" : "Service", Message: message });
}

function write(response: ServerResponse, status: number, body: unknown): void {
  if (!response.destroyed) {
    response.setHeader("x-amzn-requestid", randomUUID());
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body ?? null));
  }
}
