import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { interpolate } from "@pulumi/pulumi";
import { declare, type Part } from "./api-content";
import type { RegionArgs } from "./context";
import type { Data } from "./data";
import { type ReadableSnapshot, RegionFunction, readsRegistry, usesTable } from "./function";

export interface AuthorizerArgs extends RegionArgs {
  api: aws.apigateway.RestApi;
  data: Data;
  snapshot: ReadableSnapshot;
}

export interface Verifier {
  authorizer: Part<aws.apigateway.Authorizer>;
  /** The function behind it. */
  verifier: RegionFunction;
}

/** Accepts access tokens of this jurisdiction's pools only. A foreign token is refused here, before any data is near. */
export function createAuthorizer(
  name: string,
  { ctx, api, data, snapshot }: AuthorizerArgs,
  parent: pulumi.Resource,
): Verifier {
  const registry = readsRegistry(ctx, snapshot);
  const verifier = new RegionFunction(
    `${name}-authorizer`,
    {
      ctx,
      source: "authorizer",
      description: "Verifies access tokens of this jurisdiction's user pools",
      environment: { SIGNING_KEYS_TABLE: data.signingKeys.tableName, ...registry.environment },
      permissions: [
        ...registry.permissions,
        ...usesTable(ctx, data.signingKeys, ["dynamodb:GetItem", "dynamodb:PutItem"]),
      ],
      tags: ctx.tags("personal"),
    },
    { parent },
  );
  const authorizer = declare(
    aws.apigateway.Authorizer,
    name,
    {
      restApi: api.id,
      type: "TOKEN",
      identitySource: "method.request.header.Authorization",
      // Anything that cannot be a token is refused without a call. The scheme is in any case: RFC 9110, 11.1.
      identityValidationExpression: "^[Bb][Ee][Aa][Rr][Ee][Rr] +[A-Za-z0-9_=-]+\\.[A-Za-z0-9_=-]+\\.[A-Za-z0-9_=-]+$",
      authorizerUri: verifier.invokeArn,
      authorizerResultTtlInSeconds: 60,
    },
    parent,
  );
  new aws.lambda.Permission(
    `${name}-authorizer`,
    {
      action: "lambda:InvokeFunction",
      function: verifier.function.name,
      principal: "apigateway.amazonaws.com",
      sourceArn: interpolate`${api.executionArn}/authorizers/${authorizer.resource.id}`,
    },
    { parent },
  );
  return { authorizer, verifier };
}
