/** Host and path → API, stage and route. */
import type { Domain, Method, Route, Stage } from "./declared";

export interface Matched {
  route: Route;
  parameters: Record<string, string> | null;
}

/**
 * The route of a path: static parts before `{parameters}` before `{greedy+}` ones.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-settings-method-request.html
 */
export function matchRoute(routes: readonly Route[], path: string): Matched | undefined {
  const parts = split(path);
  const found = routes
    .map((route) => ({ route, parameters: parametersOf(split(route.path), parts) }))
    .filter(({ parameters }) => parameters !== undefined)
    .sort((a, b) => compare(a.route.path, b.route.path))[0];
  if (!found) {
    return undefined;
  }
  const { route, parameters } = found;
  return { route, parameters: Object.keys(parameters!).length > 0 ? parameters! : null };
}

/** The method itself, or ANY. */
export function matchMethod(route: Route, httpMethod: string): Method | undefined {
  return (
    route.methods.find((method) => method.httpMethod === httpMethod) ??
    route.methods.find((method) => method.httpMethod === "ANY")
  );
}

/** A trailing slash does not make another path. */
const split = (path: string) =>
  path.split("/").filter((part, index, all) => index > 0 && (part !== "" || index < all.length - 1));

function parametersOf(pattern: string[], parts: string[]): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const name = /^\{(.+?)(\+?)\}$/.exec(part);
    const value = parts[index];
    if (value === undefined) {
      return undefined;
    }
    if (name?.[2]) {
      parameters[name[1]!] = decode(parts.slice(index).join("/"));
      return parameters;
    }
    if (name) {
      parameters[name[1]!] = decode(value);
    } else if (part !== value) {
      return undefined;
    }
  }
  return pattern.length === parts.length ? parameters : undefined;
}

function compare(a: string, b: string): number {
  const rank = (part: string | undefined) =>
    part === undefined ? 3 : part.endsWith("+}") ? 2 : part.startsWith("{") ? 1 : 0;
  const [left, right] = [split(a), split(b)];
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = rank(left[index]) - rank(right[index]);
    if (difference !== 0) {
      return difference;
    }
  }
  return 0;
}

/** Percent-decoded; as it is where it cannot be. */
export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export interface Target {
  stage: Stage;
  /** The path that the API's routes see: without base path, or without stage at the default endpoint. */
  path: string;
}

/**
 * The stage behind a custom domain name: the longest base path first.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html
 */
export function targetOfDomain(domain: Domain, stages: readonly Stage[], path: string): Target | undefined {
  const longestFirst = [...domain.mappings].sort((a, b) => b.basePath.length - a.basePath.length);
  for (const { basePath, apiId, stageName } of longestFirst) {
    const prefix = basePath ? `/${basePath}` : "";
    if (path !== prefix && !path.startsWith(`${prefix}/`)) {
      continue;
    }
    const remainder = path.slice(prefix.length) || "/";
    if (stageName) {
      const stage = stages.find((stage) => stage.api.id === apiId && stage.name === stageName);
      return stage && { stage, path: remainder };
    }
    return targetOfApi(apiId, stages, remainder);
  }
  return undefined;
}

/** The stage at an API's own endpoint: the path's first part. */
export function targetOfApi(apiId: string, stages: readonly Stage[], path: string): Target | undefined {
  const [, name = "", ...remainder] = path.split("/");
  const stage = stages.find((stage) => stage.api.id === apiId && stage.name === name);
  return stage && { stage, path: `/${remainder.join("/")}` };
}
