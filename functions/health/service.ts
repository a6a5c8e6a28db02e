import { json } from "../shared/http";
import { serve } from "../shared/serve";
import type { Judge } from "./judge";

export interface Health {
  region: string;
  jurisdiction: string;
  judge: Judge;
}

/**
 * `/healthz` is what Route 53 asks: whether users are served here. It says no more, since anybody may ask it; why is in the
 * log, and in the answer to whoever may invoke the function. `/livez` uses nothing: load balancers ask it, and what all
 * Regions share must not take each of them out of service.
 * https://aws.amazon.com/builders-library/implementing-health-checks/
 */
export const health = serve<"health", Health>("health", {
  "GET /livez": (_, { region, jurisdiction }) => ({ response: json(200, { status: "ok", region, jurisdiction }) }),
  "GET /healthz": async (_, { region, jurisdiction, judge }) => {
    const { healthy, dependencies } = await judge.judge();
    const failed = dependencies.filter(({ status }) => status === "failed");
    const response = json(healthy ? 200 : 503, { status: healthy ? "ok" : "failed", region, jurisdiction });
    const cause = failed.map(({ name, code }) => `${name}: ${code}`).join("; ");
    return failed.length > 0 ? { response, cause } : { response };
  },
});
