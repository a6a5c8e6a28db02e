/**
 * Lambda authorizers of type TOKEN: who may call which method, kept by token for as long as is declared.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
import type { Clock } from "../context";
import { FunctionError, type Lambda } from "../lambda/types";
import type { Authorizer, Stage } from "./rules/declared";
import type { RefusalType } from "./rules/gateway-response";
import { judge, type Verdict, verdictOf } from "./rules/policy";

const principal = "apigateway.amazonaws.com";

export type Authorization =
  | { allowed: true; principalId: string; context: Record<string, string>; latencyMs: number }
  | { allowed: false; refusal: RefusalType; message?: string };

/** Most answers kept; the oldest goes first. */
const capacity = 10_000;

export class Authorizers {
  readonly #kept = new Map<string, { verdict: Verdict; until: number }>();
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
    const at = this.#clock.now();
    const key = JSON.stringify([stage.executionArn, authorizer.id, token]);
    const kept = this.#kept.get(key);
    let verdict = kept && at < kept.until ? kept.verdict : undefined;
    if (!verdict) {
      const fresh = await this.#ask(stage, authorizer, token, call);
      if (typeof fresh === "string") {
        return { allowed: false, refusal: fresh };
      }
      verdict = fresh;
      if (authorizer.ttlMs > 0) {
        this.#keep(key, verdict, this.#clock.now() + authorizer.ttlMs);
      }
    }
    const judged = judge(verdict, call.methodArn);
    if (judged === "allow") {
      const { principalId, context } = verdict;
      return { allowed: true, principalId, context, latencyMs: this.#clock.now() - at };
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
  ): Promise<Verdict | RefusalType> {
    const { functionArn, type, credentials, id } = authorizer;
    if (type !== "TOKEN" || !functionArn) {
      return "AUTHORIZER_CONFIGURATION_ERROR";
    }
    const caller = { principal, sourceArn: `${stage.api.outputs.executionArn}/authorizers/${id}` };
    const event = { type, methodArn, authorizationToken };
    try {
      const answer = await this.#lambda.invoke({ functionArn, event, trace, ...(credentials ? {} : { caller }) });
      return verdictOf(answer) ?? "AUTHORIZER_CONFIGURATION_ERROR";
    } catch (error) {
      // Only this very message means that the token is bad.
      if (error instanceof FunctionError && error.message === "Unauthorized") {
        return "UNAUTHORIZED";
      }
      const denied = error instanceof FunctionError && error.errorType === "AccessDeniedException";
      return denied ? "AUTHORIZER_CONFIGURATION_ERROR" : "AUTHORIZER_FAILURE";
    }
  }

  #keep(key: string, verdict: Verdict, until: number) {
    this.#kept.delete(key);
    this.#kept.set(key, { verdict, until });
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
