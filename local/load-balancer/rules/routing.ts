/**
 * Which rule of a listener a request matches, and what its action answers.
 * https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html
 */
import { isIPv4 } from "node:net";
import { wildcard } from "../../lambda/rules";
import { type Rule, weightedGroups } from "./declared";

export interface Request {
  method: string;
  /** As sent, not decoded. */
  path: string;
  query: readonly [key: string, value: string][];
  headers: ReadonlyMap<string, readonly string[]>;
  host: string;
  protocol: string;
  port: number;
  clientIp: string;
}

export type Decision =
  | { kind: "forward"; targetGroupArn: string }
  | { kind: "response"; status: number; headers: [string, string][]; body: string }
  | { kind: "unsupported"; type: string };

/** The first rule by priority whose conditions all hold. `rules` are in order, the default, which always holds, last. */
export function matchingRule(rules: readonly Rule[], request: Request): Rule | undefined {
  return rules.find((rule) => rule.conditions.every((condition) => holds(condition, request)));
}

/**
 * What the rule does. `random` (0 to below 1) picks among weighted groups.
 * Only the last action answers; those before it authenticate, and the twin does not stand in for them.
 */
export function decide(rule: Rule, request: Request, random: number): Decision {
  const { length } = rule.actions;
  const action = rule.actions.at(-1);
  if (!action || length > 1) {
    return { kind: "unsupported", type: String(rule.actions[0]?.type) };
  }
  if (action.type === "fixed-response") {
    const { statusCode = "200", contentType = "text/plain", messageBody = "" } = action.fixedResponse ?? {};
    return {
      kind: "response",
      status: Number(statusCode),
      headers: [["content-type", contentType]],
      body: messageBody,
    };
  }
  if (action.type === "redirect") {
    return redirect(action.redirect, request);
  }
  if (action.type !== "forward") {
    return { kind: "unsupported", type: String(action.type) };
  }
  const group = pick(weightedGroups(action), random);
  // No group with a weight: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html#http-503-issues
  if (!group) {
    return { kind: "response", status: 503, headers: [], body: "" };
  }
  return { kind: "forward", targetGroupArn: group };
}

function pick(groups: { arn: string; weight: number }[], random: number): string | undefined {
  const total = groups.reduce((sum, { weight }) => sum + weight, 0);
  let left = random * total;
  for (const { arn, weight } of groups) {
    left -= weight;
    if (left < 0) {
      return arn;
    }
  }
  return undefined;
}

/** Values of one condition are alternatives. Wildcards are `*` and `?`. */
function holds(condition: Record<string, any>, request: Request): boolean {
  const { pathPattern, hostHeader, httpRequestMethod, httpHeader, queryStrings, sourceIp } = condition;
  const any = (values: string[], texts: readonly string[], flags: string) =>
    values.some((value) => texts.some((text) => wildcard(value, text, flags)));
  // Path patterns are case-sensitive and see the path only; hosts and headers are not case-sensitive.
  if (pathPattern) {
    return any(pathPattern.values, [request.path], "s");
  }
  if (hostHeader) {
    return any(hostHeader.values, [request.host.replace(/:\d+$/, "")], "si");
  }
  // Methods match exactly, without wildcards.
  if (httpRequestMethod) {
    return httpRequestMethod.values.includes(request.method);
  }
  if (httpHeader) {
    return any(httpHeader.values, request.headers.get(httpHeader.httpHeaderName.toLowerCase()) ?? [], "si");
  }
  if (queryStrings) {
    return queryStrings.some(({ key, value }: { key?: string; value: string }) =>
      request.query.some(([name, text]) => (!key || wildcard(key, name, "si")) && wildcard(value, text, "si")),
    );
  }
  if (sourceIp) {
    return sourceIp.values.some((block: string) => inBlock(request.clientIp, block));
  }
  return false;
}

function inBlock(ip: string, block: string): boolean {
  const [base = "", bits = "32"] = block.split("/");
  if (!isIPv4(ip) || !isIPv4(base)) {
    return false;
  }
  const shift = 32 - Number(bits);
  const number = (text: string) => text.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
  return Math.floor(number(ip) / 2 ** shift) === Math.floor(number(base) / 2 ** shift);
}

/** https://docs.aws.amazon.com/elasticloadbalancing/latest/application/rule-action-types.html#redirect-actions */
function redirect(to: Record<string, any>, request: Request): Decision {
  const query = request.query.map(([key, value]) => `${key}=${value}`).join("&");
  const known: Record<string, string> = {
    protocol: request.protocol.toLowerCase(),
    host: request.host.replace(/:\d+$/, ""),
    port: String(request.port),
    path: request.path.replace(/^\//, ""),
    query,
  };
  const fill = (template: string) => template.replace(/#\{(\w+)\}/g, (_, key: string) => known[key] ?? "");
  const protocol = fill(to.protocol ?? "#{protocol}").toLowerCase();
  const port = fill(to.port ?? "#{port}");
  const usual = port === (protocol === "https" ? "443" : "80");
  const search = fill(to.query ?? "#{query}");
  const location = `${protocol}://${fill(to.host ?? "#{host}")}${usual ? "" : `:${port}`}${fill(to.path ?? "/#{path}")}${search ? `?${search}` : ""}`;
  return {
    kind: "response",
    status: Number(String(to.statusCode).replace("HTTP_", "")),
    headers: [["location", location]],
    body: "",
  };
}
