/**
 * The pre token generation trigger: the event a function gets and what its response does.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */

import type { Graph } from "../../graph/graph";
import type { TwinContext } from "../context";
import { wildcard } from "../iam/rules/conditions";
import { FunctionError, type Lambda } from "../lambda/types";
import { CognitoError } from "./errors";
import { type Claims, selfService, type TokenOverride } from "./rules/claims";
import type { DeclaredClient, DeclaredPool } from "./rules/declared";
import type { User } from "./users";

export type TriggerSource =
  | "TokenGeneration_Authentication"
  | "TokenGeneration_NewPasswordChallenge"
  | "TokenGeneration_RefreshTokens";

/** What the response changes in each token. */
export interface Overrides {
  access: TokenOverride | undefined;
  id: TokenOverride | undefined;
}

/** A trigger that does not answer in this time is called again, three times in all. */
const timeoutMs = 5_000;
const calls = 3;
const none: Overrides = { access: undefined, id: undefined };

export class PreTokenGeneration {
  readonly #context: Pick<TwinContext, "graph" | "clock">;
  readonly #lambda: Pick<Lambda, "invoke">;

  constructor(context: Pick<TwinContext, "graph" | "clock">, lambda: Pick<Lambda, "invoke">) {
    this.#context = context;
    this.#lambda = lambda;
  }

  /** Throws UserLambdaValidationException where the function throws, as Cognito does: there is no token then. */
  async overrides(
    pool: DeclaredPool,
    client: DeclaredClient,
    user: User,
    source: TriggerSource,
    trace: string,
  ): Promise<Overrides> {
    const { trigger } = pool;
    if (!trigger) {
      return none;
    }
    requirePermission(this.#context.graph, pool, trigger.arn);
    const result = await this.#call(trigger.arn, eventOf(pool, client, user, source, trigger.version), trace);
    const response = (result as { response?: Record<string, any> } | null)?.response;
    if (!response) {
      throw lambdaError("InvalidLambdaResponseException", "Unrecognizable lambda output");
    }
    if (trigger.version === "V1_0") {
      return { access: undefined, id: response.claimsOverrideDetails ?? undefined };
    }
    const details = response.claimsAndScopeOverrideDetails;
    return {
      access: details?.accessTokenGeneration ?? undefined,
      id: details?.idTokenGeneration ?? undefined,
    };
  }

  async #call(functionArn: string, event: object, trace: string): Promise<unknown> {
    const { clock } = this.#context;
    for (let attempt = 1; attempt <= calls; attempt++) {
      try {
        const invoked = this.#lambda.invoke({ functionArn, event, trace });
        const result = await Promise.race([invoked, clock.sleep(timeoutMs).then(() => "late" as const)]);
        if (result !== "late") {
          return result;
        }
        // Its response is not waited for any more.
        invoked.catch(() => undefined);
      } catch (error) {
        if (!(error instanceof FunctionError)) {
          throw error;
        }
        throw lambdaError(
          "UserLambdaValidationException",
          `PreTokenGeneration failed with error ${error.message.replace(/\.?$/, ".")}`,
        );
      }
    }
    throw lambdaError("UnexpectedLambdaException", "PreTokenGeneration invocation failed due to error Socket timeout.");
  }
}

/** The event, version 1 or 2 as the pool declares it. */
export function eventOf(
  pool: DeclaredPool,
  client: DeclaredClient,
  user: User,
  triggerSource: TriggerSource,
  version: string,
): Claims {
  const groupConfiguration = { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null };
  const isFirst = version === "V1_0";
  return {
    version: isFirst ? "1" : version.slice(1, version.indexOf("_")),
    triggerSource,
    region: pool.region,
    userPoolId: pool.id,
    userName: user.username,
    callerContext: { awsSdkVersion: "aws-sdk-unknown-unknown", clientId: client.id },
    request: {
      userAttributes: { ...user.attributes, "cognito:user_status": user.status },
      groupConfiguration,
      ...(isFirst ? {} : { scopes: [selfService] }),
    },
    response: isFirst ? { claimsOverrideDetails: null } : { claimsAndScopeOverrideDetails: null },
  };
}

/** Cognito needs the function's permission: https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html */
function requirePermission(graph: Graph, pool: DeclaredPool, functionArn: string): void {
  const granted = graph.ofType("aws:lambda/permission:Permission").some(({ inputs }) => {
    const isFunction = functionArn === inputs.function || functionArn.endsWith(`:function:${inputs.function}`);
    const isFrom = inputs.sourceArn === undefined || wildcard(inputs.sourceArn, pool.arn);
    const isAction = ["lambda:InvokeFunction", "lambda:*"].includes(inputs.action);
    return inputs.principal === "cognito-idp.amazonaws.com" && isAction && isFunction && isFrom;
  });
  if (!granted) {
    throw lambdaError(
      "UnexpectedLambdaException",
      "PreTokenGeneration invocation failed due to error AccessDeniedException.",
    );
  }
}

const lambdaError = (code: string, message: string) => new CognitoError(code, message);
