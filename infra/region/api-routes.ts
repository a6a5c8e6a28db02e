import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { methodsOf, routesThrough } from "../../model/routes";
import type { LambdaFunction } from "../shared/lambda";
import { declare, type Part } from "./api-content";

export interface ApiRoutesArgs {
  api: aws.apigateway.RestApi;
  functions: Readonly<Record<string, LambdaFunction>>;
  authorizer: aws.apigateway.Authorizer;
}

/** A method of a path. One without authorizer is public: health, and browsers' preflights, which carry no token. */
interface Method {
  method: string;
  path: string;
  target: LambdaFunction;
  authorizer?: aws.apigateway.Authorizer;
}

/**
 * Declares what model/routes.ts leads through the API: path resources, methods and Lambda proxy integrations. Returns what a
 * deployment is made of.
 */
export function addRoutes(name: string, args: ApiRoutesArgs, parent: pulumi.Resource): Part[] {
  const { api } = args;
  const paths = new Map<string, Part<aws.apigateway.Resource>>();
  const methods = methodsIn(args).flatMap((method) => {
    const resourceId = pathResource(name, api, method.path, paths, parent);
    return addMethod(`${name}${label(method.path)}-${method.method.toLowerCase()}`, api, resourceId, method, parent);
  });
  for (const source of new Set(routesThrough("api").map((route) => route.function))) {
    allowInvocation(`${name}-${permissionNames[source] ?? source}`, api, functionOf(args, source), parent);
  }
  return [...paths.values(), ...methods];
}

function methodsIn(args: ApiRoutesArgs): Method[] {
  return [...Map.groupBy(routesThrough("api"), ({ path }) => path)].flatMap(([path, rows]) =>
    methodsOf(rows).map((method) => {
      const row = rows.find((route) => route.method === (method === "HEAD" ? "GET" : method));
      const target = functionOf(args, (row ?? rows[0]!).function);
      return { method, path, target, ...(row?.access === "token" && { authorizer: args.authorizer }) };
    }),
  );
}

function functionOf({ functions }: ApiRoutesArgs, source: string): LambdaFunction {
  const found = functions[source];
  if (found) {
    return found;
  }
  throw new pulumi.RunError(
    `model/routes.ts leads the API to function "${source}"; infra/region/api-functions.ts has ${Object.keys(functions).join(", ")}; add it there`,
  );
}

function pathResource(
  name: string,
  api: aws.apigateway.RestApi,
  path: string,
  known: Map<string, Part<aws.apigateway.Resource>>,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  if (path === "") {
    return api.rootResourceId;
  }
  const found = known.get(path);
  if (found) {
    return found.resource.id;
  }
  const cut = path.lastIndexOf("/");
  const parentId = pathResource(name, api, path.slice(0, cut), known, parent);
  const args = { restApi: api.id, parentId, pathPart: path.slice(cut + 1) };
  const part = declare(aws.apigateway.Resource, `${name}${label(path)}`, args, parent);
  known.set(path, part);
  return part.resource.id;
}

function addMethod(
  name: string,
  api: aws.apigateway.RestApi,
  resourceId: pulumi.Input<string>,
  route: Method,
  parent: pulumi.Resource,
): Part[] {
  const method = declare(
    aws.apigateway.Method,
    name,
    {
      restApi: api.id,
      resourceId,
      httpMethod: route.method,
      ...(route.authorizer
        ? { authorization: "CUSTOM", authorizerId: route.authorizer.id }
        : { authorization: "NONE" }),
    },
    parent,
  );
  const integration = declare(
    aws.apigateway.Integration,
    name,
    {
      restApi: api.id,
      resourceId,
      httpMethod: method.resource.httpMethod,
      type: "AWS_PROXY",
      integrationHttpMethod: "POST", // Lambda is always invoked by POST
      uri: route.target.invokeArn,
    },
    parent,
  );
  return [method, integration];
}

function allowInvocation(name: string, api: aws.apigateway.RestApi, target: LambdaFunction, parent: pulumi.Resource) {
  new aws.lambda.Permission(
    name,
    {
      action: "lambda:InvokeFunction",
      function: target.function.name,
      principal: "apigateway.amazonaws.com",
      sourceArn: pulumi.interpolate`${api.executionArn}/*/*/*`,
    },
    { parent },
  );
}

const label = (path: string) => path.replaceAll("/", "-").replaceAll(/[{}]/g, "");

/** Permissions that are deployed under the name of one of their function's paths: another name would replace them. */
const permissionNames: Readonly<Record<string, string>> = {
  health: "healthz-deep",
  measurements: "v1-measurements",
  profile: "v1-profile",
};
