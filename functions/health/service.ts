import { problem } from "../../model/problem";
import { type HttpRequest, json, refusal } from "../shared/http";
import type { Reply } from "../shared/serve";
import { check, type Dependency } from "./checks";

export interface Health {
  region: string;
  jurisdiction: string;
  dependencies: Dependency[];
}

/**
 * `/healthz` is shallow: it is what Route 53 and load balancers ask, and a shared dependency that is down must not take
 * every Region out of service at once. `/healthz/deep` is for people and drills.
 * https://aws.amazon.com/builders-library/implementing-health-checks/
 */
export async function health(request: HttpRequest, { region, jurisdiction, dependencies }: Health): Promise<Reply> {
  const route = request.path;
  const here = { region, jurisdiction };
  const headers = { "cache-control": "no-store" };
  if (route !== "/healthz" && route !== "/healthz/deep")
    return refused("path-unknown", "Known are /healthz and /healthz/deep.");
  if (request.method !== "GET" && request.method !== "HEAD")
    return refused(
      "method-not-allowed",
      `${request.method} is not allowed here; GET is.`,
      { allow: "GET, HEAD" },
      route,
    );
  if (route === "/healthz") return { response: json(200, { status: "ok", ...here }, headers), route };
  const results = await check(dependencies);
  const failed = results.some((result) => result.status === "failed");
  const body = { status: failed ? "failed" : "ok", ...here, dependencies: results };
  return { response: json(failed ? 503 : 200, body, headers), route };
}

function refused(code: "path-unknown" | "method-not-allowed", detail: string, headers = {}, route = "unknown"): Reply {
  return { response: refusal(problem(code, detail), headers), route, code };
}
