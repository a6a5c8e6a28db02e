/** Cognito over HTTP: the user pools API in JSON 1.1, and each pool's keys and configuration under its id. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { BodyTooLarge, operationOf, readBody, respond } from "../aws-json";
import type { TwinContext } from "../context";
import { guarded, isAborted } from "../http/guard";
import { write } from "../http/message";
import { allowBrowsers, answerPreflight } from "./cors";
import { CognitoError, invalidParameter, notFound } from "./errors";
import { operationNamed, poolOf } from "./operations";
import type { UserPool } from "./pool";

const maxBodyBytes = 128 * 1024;

export interface ServerOptions {
  /** Pools that this server knows. */
  pools: () => readonly UserPool[];
  isOperator(authorization: string | undefined): boolean;
  /** The trace of the request that a connection belongs to, where it is known. */
  traceOf(request: IncomingMessage): string | undefined;
  /** Throws CognitoError for what the pool's firewall blocks. */
  admit(pool: UserPool, request: IncomingMessage): void;
  /** Waits for as long as the way to a pool takes. False where its Region gives no response. */
  reach(pool: UserPool, response: ServerResponse): Promise<boolean>;
}

/** A request listener for HTTP and HTTPS servers alike. */
export function cognitoListener(context: TwinContext, options: ServerOptions) {
  return guarded({ events: context.events, subject: "cognito" }, async (request, response) => {
    allowBrowsers(request, response);
    try {
      if (request.method === "OPTIONS") {
        answerPreflight(request, response);
      } else if (request.method === "GET") {
        await document(request, response);
      } else {
        await call(request, response);
      }
    } catch (error) {
      if (isAborted(request)) {
        return;
      }
      if (error instanceof BodyTooLarge) {
        return write(request, response, error.content);
      }
      const expected = clientErrorOf(error);
      const sent = expected ?? new CognitoError("InternalErrorException", "Internal error", 500);
      if (!expected) {
        context.events.add("twin-fault", "cognito", String(error));
      }
      if (!response.headersSent) {
        response.setHeader("x-amzn-errortype", `${sent.code}:`);
      }
      respond(response, sent.statusCode, sent.body, "1.1");
    }
  });

  async function document(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = context.clock.now();
    const [, poolId = "", file] = /^\/([^/?]+)\/\.well-known\/([a-z.-]+)$/.exec(request.url ?? "") ?? [];
    const documents = { "jwks.json": keysOf, "openid-configuration": configurationOf };
    if (!file || !Object.hasOwn(documents, file)) {
      throw new CognitoError("NotFoundException", "Not Found", 404);
    }
    const pool = options.pools().find(({ declared }) => declared.id === poolId);
    if (!pool) {
      throw notFound(`User pool ${poolId} does not exist.`);
    }
    if (!(await options.reach(pool, response))) {
      return;
    }
    const body = JSON.stringify(documents[file as keyof typeof documents](pool));
    response.writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      "cache-control": "public, max-age=86400",
    });
    response.end(body);
    note(request, pool, `GET ${file}`, startedAt, "ok");
  }

  async function call(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = context.clock.now();
    const name = operationOf(request, "AWSCognitoIdentityProviderService");
    const operation = operationNamed(name, options.isOperator(request.headers.authorization));
    const input = parse(await readBody(request, maxBodyBytes));
    const pool = poolOf(options.pools(), operation, input);
    try {
      options.admit(pool, request);
      if (!(await options.reach(pool, response))) {
        return note(request, pool, name!, startedAt, "refused: no response");
      }
      const trace = options.traceOf(request) ?? context.ledger.open(pool.declared.region);
      const output = await operation.run(pool, input, trace);
      note(request, pool, name!, startedAt, "ok");
      respond(response, 200, output, "1.1");
    } catch (error) {
      note(request, pool, name!, startedAt, `refused: ${clientErrorOf(error)?.code ?? "InternalErrorException"}`);
      throw error;
    }
  }

  function note(request: IncomingMessage, pool: UserPool, action: string, startedAt: number, outcome: string): void {
    const trace = options.traceOf(request);
    if (trace === undefined) {
      return;
    }
    const { region, logicalName } = pool.declared;
    context.ledger.hop({
      trace,
      at: startedAt,
      ms: context.clock.now() - startedAt,
      service: "cognito",
      resource: logicalName,
      action,
      place: context.network.place(region).name,
      region,
      // Public keys say nothing about anybody.
      dataClass: action.startsWith("GET ") ? "operational" : "personal",
      outcome,
    });
  }
}

const keysOf = (pool: UserPool): object => pool.signer.jwks;

/** https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html */
const configurationOf = ({ declared: { issuer } }: UserPool): object => ({
  issuer,
  jwks_uri: `${issuer}/.well-known/jwks.json`,
  id_token_signing_alg_values_supported: ["RS256"],
  subject_types_supported: ["public"],
});

function clientErrorOf(error: unknown): CognitoError | undefined {
  return error instanceof CognitoError ? error : undefined;
}

function parse(body: string): Record<string, any> {
  try {
    const input: unknown = JSON.parse(body);
    if (typeof input === "object" && input !== null && !Array.isArray(input)) {
      return input;
    }
  } catch {
    // Falls through to the response for anything that is not an object.
  }
  throw invalidParameter("The request body is not a JSON object");
}
