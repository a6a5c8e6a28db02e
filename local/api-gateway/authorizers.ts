/**
 * Lambda authorizers of type TOKEN: who may call which method, kept by token for as long as is declared.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
import type { Clock } from "../context";
import { FunctionError, type Lambda } from "../lambda/types";
import type { Authorizer, Stage } from "./rules/declared";
import type { RefusalType } from "./rules/gateway-response";
import { type AuthorizerResult, authorizerResultOf, judge } from "./rules/policy";

const principal = "apigateway.amazonaws.com";

export type Authorization =
  | { allowed: true; principalId: string; context: Record<string, string>; latencyMs: number }
  | { allowed: false; refusal: RefusalType; message?: string };

/** Most answers kept; the oldest goes first. */
const capacity = 10_000;

export class Authorizers {
  readonly #kept = new Map<string, { authorization: AuthorizerResult; until: number }>();
  readonly #clock: Pick<Clock, "now">;
  readonly #lambda: Pick<Lambda, "invoke">;

  constructor(clock: Pick<Clock, "now">, lambda: Pick<Lambda, "invoke">) {
    this.#clock = clock;
    this.#lambda = lambda;
  }

  async authorize(
    stage: Stage,
    authorizer: Authorizer,
    token: string | undefined,
    call: { methodArn: string; trace: string },
  ): Promise<Authorization> {
    // A token that is absent or does not match is refused without calling the function.
    if (!token || !matches(authorizer.validation, token)) {
      return { allowed: false, refusal: "UNAUTHORIZED" };
    }
    const startedAt = this.#clock.now();
    const key = JSON.stringify([stage.executionArn, authorizer.id, token]);
    const kept = this.#kept.get(key);
    let authorization = kept && startedAt < kept.until ? kept.authorization : undefined;
    if (!authorization) {
      const fresh = await this.#ask(stage, authorizer, token, call);
      if (typeof fresh === "string") {
        return { allowed: false, refusal: fresh };
      }
      authorization = fresh;
      if (authorizer.ttlMs > 0) {
        this.#keep(key, authorization, this.#clock.now() + authorizer.ttlMs);
      }
    }
    const judged = judge(authorization, call.methodArn);
    if (judged === "allow") {
      const { principalId, context } = authorization;
      return { allowed: true, principalId, context, latencyMs: this.#clock.now() - startedAt };
    }
    const message = "User is not authorized to access this resource";
    return {
      allowed: false,
      refusal: "ACCESS_DENIED",
      message: judged === "explicit-deny" ? `${message} with an explicit deny` : message,
    };
  }

  async #ask(
    stage: Stage,
    authorizer: Authorizer,
    authorizationToken: string,
    { methodArn, trace }: { methodArn: string; trace: string },
  ): Promise<AuthorizerResult | RefusalType> {
    const { functionArn, type, credentials, id } = authorizer;
    if (type !== "TOKEN" || !functionArn) {
      return "AUTHORIZER_CONFIGURATION_ERROR";
    }
    const caller = { principal, sourceArn: `${stage.api.outputs.executionArn}/authorizers/${id}` };
    const event = { type, methodArn, authorizationToken };
    try {
      const returned = await this.#lambda.invoke({ functionArn, event, trace, ...(credentials ? {} : { caller }) });
      return authorizerResultOf(returned) ?? "AUTHORIZER_CONFIGURATION_ERROR";
    } catch (error) {
      // Only this very message means that the token is bad.
      if (error instanceof FunctionError && error.message === "Unauthorized") {
        return "UNAUTHORIZED";
      }
      const denied = error instanceof FunctionError && error.errorType === "AccessDeniedException";
      return denied ? "AUTHORIZER_CONFIGURATION_ERROR" : "AUTHORIZER_FAILURE";
    }
  }

  #keep(key: string, authorization: AuthorizerResult, until: number) {
    this.#kept.delete(key);
    this.#kept.set(key, { authorization, until });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > capacity && oldest !== undefined) {
      this.#kept.delete(oldest);
    }
  }
}

/** The expression must match the whole token. */
function matches(expression: string | undefined, token: string): boolean {
  return expression === undefined || expression === "" || new RegExp(`^(?:${expression})$`).test(token);
}
