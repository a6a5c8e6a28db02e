import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { LambdaFunction } from "../shared/lambda";
import { declare, type Part } from "./api-content";

/** A route without authorizer is public: health, and browsers' preflights. */
export interface Route {
  method: "GET" | "PUT" | "POST" | "DELETE" | "PATCH" | "OPTIONS";
  path: string;
  target: LambdaFunction;
  authorizer?: aws.apigateway.Authorizer;
}

/** Declares path resources, methods and Lambda proxy integrations. Returns what a deployment is made of. */
export function addRoutes(name: string, api: aws.apigateway.RestApi, routes: Route[], parent: pulumi.Resource): Part[] {
  const paths = new Map<string, Part<aws.apigateway.Resource>>();
  const methods = routes.flatMap((route) => {
    const resourceId = pathResource(name, api, route.path, paths, parent);
    return addMethod(`${name}${label(route.path)}-${route.method.toLowerCase()}`, api, resourceId, route, parent);
  });
  const targets = new Map(routes.map((route) => [route.target, route]));
  for (const [target, route] of targets) allowInvocation(`${name}${label(route.path)}`, api, target, parent);
  return [...paths.values(), ...methods];
}

function pathResource(
  name: string,
  api: aws.apigateway.RestApi,
  path: string,
  known: Map<string, Part<aws.apigateway.Resource>>,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  if (path === "") return api.rootResourceId;
  const found = known.get(path);
  if (found) return found.resource.id;
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
  route: Route,
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

const label = (path: string) => path.replaceAll("/", "-");
