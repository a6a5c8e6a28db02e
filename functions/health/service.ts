import { json } from "../shared/http";
import { serve } from "../shared/serve";
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
export const health = serve<"health", Health>("health", {
  "GET /healthz": (_, { region, jurisdiction }) => ({
    response: json(200, { status: "ok", region, jurisdiction }),
  }),
  "GET /healthz/deep": async (_, { region, jurisdiction, dependencies }) => {
    const results = await check(dependencies);
    const failed = results.some((result) => result.status === "failed");
    const body = { status: failed ? "failed" : "ok", region, jurisdiction, dependencies: results };
    return { response: json(failed ? 503 : 200, body) };
  },
});
