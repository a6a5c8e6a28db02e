/**
 * From a function's routes (model/routes.ts) and its handlers to the reply: everything that is the same for every route is
 * done here. 404, 405, preflights, 401, 413 and 415, and the headers of CORS and caches. Nothing here knows Lambda or sockets.
 *
 *     export const notes = serve<"notes", Notes>("notes", { "GET /v1/notes/{note}": read, "PUT /v1/notes/{note}": write });
 */
import { problem } from "../../model/problem";
import {
  headersOf,
  methodsOf,
  type Route,
  type RoutedFunction,
  type RouteKey,
  type RouteOf,
  routesOf,
} from "../../model/routes";
import { keptPolicy, type Place, preflight } from "./cors";
import { type Evacuations, refusedEvacuated } from "./evacuations";
import { decode } from "./events";
import { type HttpRequest, isJson } from "./http";
import { internalError } from "./invocation";
import { type Owner, ownerOf } from "./owner";
import { type HandlerResult, type Reply, refuse } from "./reply";

type ParameterOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | ParameterOf<Rest>
  : never;

export interface RoutedRequest<R extends Route = Route> extends HttpRequest {
  /** Decoded; empty where a part of the path cannot be. */
  parameters: Record<ParameterOf<R["path"]>, string>;
  owner: R["access"] extends "token" ? Owner : undefined;
}

export type Handler<R extends Route, C> = (
  request: RoutedRequest<R>,
  context: C,
) => HandlerResult | Promise<HandlerResult>;
export type Handlers<F extends RoutedFunction, C> = { [R in RouteOf<F> as RouteKey<R>]: Handler<R, C> };

/** What is at one path of a function. */
interface Resource {
  path: string;
  rows: readonly Route[];
  /** Method → its row and handler. */
  methods: ReadonlyMap<string, { row: Route; handler: Handler<Route, unknown> }>;
  allow: string;
  /** Undefined for a path without parameters. */
  pattern: RegExp | undefined;
  parameterNames: readonly string[];
}

type Parameters = Record<string, string>;

/** The reply to any request. Every error becomes a clear answer, which the page that asked may read. */
export function serve<F extends RoutedFunction, C extends Place<F>>(name: F, handlers: Handlers<F, C>) {
  const rows = routesOf(name);
  const policy = keptPolicy(rows);
  const resources = resourcesOf(rows, handlers as Readonly<Record<string, Handler<Route, unknown>>>);
  const valid = [...new Set(rows.filter(({ through }) => through.length > 0).map(({ path }) => path))].join(", ");
  return (request: HttpRequest, context: C): Reply | Promise<Reply> => {
    const found = find(resources, request.path);
    const resource = found?.resource;
    const finish = (result: HandlerResult): Reply => {
      const { status, headers, body } = result.response;
      const added = policy(
        resource?.methods.get(request.method)?.row ?? resource?.rows[0],
        context,
        request.headers.get("origin"),
      );
      return {
        ...result,
        response: { status, headers: { ...headers, ...added }, body },
        route: resource?.path ?? "unknown",
      };
    };
    const failed = (error: unknown) => finish(internalError(name, error));
    if (!found) {
      return finish(refuse(problem("path-unknown", `Valid paths: ${valid}.`)));
    }
    try {
      const result = resultOf(found, request, context);
      return result instanceof Promise ? result.then(finish, failed) : finish(result);
    } catch (error) {
      return failed(error);
    }
  };
}

function resultOf(
  { resource, parameters }: Found,
  request: HttpRequest,
  context: unknown,
): HandlerResult | Promise<HandlerResult> {
  const { rows, methods, allow } = resource;
  const found = methods.get(request.method);
  if (!found) {
    if (request.method === "OPTIONS" && allow.endsWith("OPTIONS")) {
      return { response: preflight(rows[0]!, allow, headersOf(rows).join(", ")) };
    }
    const detail = `${request.method} is not allowed here; ${allow} ${allow.includes(",") ? "are" : "is"}.`;
    return refuse(problem("method-not-allowed", detail), { allow });
  }
  const { row, handler } = found;
  const owner =
    row.access === "token" ? ownerOf(request, (context as { jurisdiction: string }).jurisdiction) : undefined;
  if (row.access === "token" && !owner) {
    return refuse(problem("unauthorized", "Sign in, and send the access token in Authorization: Bearer."));
  }
  const refused = refusedBody(row, request);
  if (refused) {
    return refused;
  }
  const work = () => handler({ ...request, parameters, owner } as RoutedRequest, context);
  return row.access === "token" ? unlessEvacuated(context as Served, work) : work();
}

interface Served {
  region: string;
  evacuations: Evacuations;
}

/** An evacuated Region serves nobody's data, whatever DNS answers. Decided before any of it is read. */
function unlessEvacuated(
  { region, evacuations }: Served,
  work: () => HandlerResult | Promise<HandlerResult>,
): HandlerResult | Promise<HandlerResult> {
  const known = evacuations.evacuated();
  return known instanceof Promise
    ? known.then((evacuated) => refusedEvacuated(region, evacuated) ?? work())
    : (refusedEvacuated(region, known) ?? work());
}

function refusedBody({ maxBodyBytes }: Route, request: HttpRequest): HandlerResult | undefined {
  if (maxBodyBytes === undefined) {
    return undefined;
  }
  const { length } = request.body;
  if (length > maxBodyBytes) {
    return refuse(problem("body-too-large", `The body has ${length} bytes; ${maxBodyBytes} are allowed.`));
  }
  if (!isJson(request)) {
    return refuse(problem("media-type-unsupported", "Send content-type: application/json."));
  }
  return undefined;
}

function resourcesOf(rows: readonly Route[], handlers: Readonly<Record<string, Handler<Route, unknown>>>): Resource[] {
  return [...Map.groupBy(rows, ({ path }) => path)].map(([path, own]) => {
    const methods = own.flatMap((row) => {
      const served = { row, handler: handlers[`${row.method} ${path}`]! };
      return (row.method === "GET" ? ["GET", "HEAD"] : [row.method]).map((method) => [method, served] as const);
    });
    const parameterNames = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter!);
    const pattern = parameterNames.length > 0 ? new RegExp(`^${path.replaceAll(/\{\w+\}/g, "([^/]*)")}$`) : undefined;
    return { path, rows: own, methods: new Map(methods), allow: methodsOf(own).join(", "), pattern, parameterNames };
  });
}

interface Found {
  resource: Resource;
  parameters: Parameters;
}

function find(resources: readonly Resource[], path: string): Found | undefined {
  for (const resource of resources) {
    const parameters = parametersOf(resource, path);
    if (parameters) {
      return { resource, parameters };
    }
  }
  return undefined;
}

const noParameters: Parameters = Object.freeze({});

function parametersOf({ pattern, path, parameterNames }: Resource, asked: string): Parameters | undefined {
  if (!pattern) {
    return asked === path ? noParameters : undefined;
  }
  const parts = pattern.exec(asked);
  if (!parts) {
    return undefined;
  }
  const parameters: Parameters = {};
  for (const [index, name] of parameterNames.entries()) {
    parameters[name] = decode(parts[index + 1]!) ?? "";
  }
  return parameters;
}
