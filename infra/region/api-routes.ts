import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { LambdaFunction } from "../shared/lambda";

/** A route without authorizer is public: health, and browsers' preflights. */
export interface Route {
  method: "GET" | "PUT" | "POST" | "DELETE" | "PATCH" | "OPTIONS";
  path: string;
  target: LambdaFunction;
  authorizer?: aws.apigateway.Authorizer;
}

/** Declares path resources, methods and Lambda proxy integrations. Returns what a deployment is made of. */
export function addRoutes(
  name: string,
  api: aws.apigateway.RestApi,
  routes: Route[],
  parent: pulumi.Resource,
): pulumi.CustomResource[] {
  const resourceIds = new Map<string, pulumi.Output<string>>([["", api.rootResourceId]]);
  const parts = routes.flatMap((route) => {
    const resourceId = pathResource(name, api, route.path, resourceIds, parent);
    return addMethod(`${name}${label(route.path)}-${route.method.toLowerCase()}`, api, resourceId, route, parent);
  });
  const targets = new Map(routes.map((route) => [route.target, route]));
  for (const [target, route] of targets) allowInvocation(`${name}${label(route.path)}`, api, target, parent);
  return parts;
}

function pathResource(
  name: string,
  api: aws.apigateway.RestApi,
  path: string,
  known: Map<string, pulumi.Output<string>>,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const found = known.get(path);
  if (found) return found;
  const cut = path.lastIndexOf("/");
  const parentId = pathResource(name, api, path.slice(0, cut), known, parent);
  const resource = new aws.apigateway.Resource(
    `${name}${label(path)}`,
    { restApi: api.id, parentId, pathPart: path.slice(cut + 1) },
    { parent },
  );
  known.set(path, resource.id);
  return resource.id;
}

function addMethod(
  name: string,
  api: aws.apigateway.RestApi,
  resourceId: pulumi.Input<string>,
  route: Route,
  parent: pulumi.Resource,
): pulumi.CustomResource[] {
  const method = new aws.apigateway.Method(
    name,
    {
      restApi: api.id,
      resourceId,
      httpMethod: route.method,
      ...(route.authorizer
        ? { authorization: "CUSTOM", authorizerId: route.authorizer.id }
        : { authorization: "NONE" }),
    },
    { parent },
  );
  const integration = new aws.apigateway.Integration(
    name,
    {
      restApi: api.id,
      resourceId,
      httpMethod: method.httpMethod,
      type: "AWS_PROXY",
      integrationHttpMethod: "POST", // Lambda is always invoked by POST
      uri: route.target.invokeArn,
    },
    { parent },
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
