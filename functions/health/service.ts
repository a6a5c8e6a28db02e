import { leaveStatement } from "../../model/evacuation";
import type { Evacuations } from "../shared/evacuations";
import { json } from "../shared/http";
import { serve } from "../shared/serve";
import type { GatewayWatch } from "./gateway-watch";
import type { Holds } from "./holds";
import type { Judge } from "./judge";

export interface Health {
  region: string;
  jurisdiction: string;
  judge: Judge;
  /** Of all Regions of the jurisdiction; undefined where users need no data of it. */
  evacuations: Evacuations | undefined;
  siblings: readonly string[];
  /** Of the Region that this one takes over from; undefined where it takes over from none, and where returns do not wait. */
  holds: Pick<Holds, "held"> | undefined;
  /** Of the siblings' names; undefined where users need no certificate of theirs. */
  gateways: Pick<GatewayWatch, "flawed"> | undefined;
}

/**
 * `/healthz` is what Route 53 asks: whether users are served here. It says no more, since anybody may ask it; why is in the
 * log, and in the answer to whoever may invoke the function. `/livez` uses nothing: load balancers ask it, and what all
 * Regions share must not take each of them out of service.
 * https://aws.amazon.com/builders-library/implementing-health-checks/
 *
 * `/siblings` says what another Region may not be able to say of itself. It is answered with 200 also where nobody is
 * served here, and says nothing where it knows nothing: a table that is lost here must move nobody elsewhere.
 */
export const health = serve<"health", Health>("health", {
  "GET /livez": (_, { region, jurisdiction }) => ({ response: json(200, { status: "ok", region, jurisdiction }) }),
  "GET /healthz": async (_, { region, jurisdiction, judge, evacuations }) => {
    const [{ healthy, dependencies }, evacuated] = await Promise.all([judge.judge(), evacuations?.evacuated()]);
    const status = !healthy ? "failed" : evacuated?.has(region) ? "evacuated" : "ok";
    const response = json(status === "ok" ? 200 : 503, { status, region, jurisdiction });
    const failed = dependencies.filter((dependency) => dependency.status === "failed");
    const cause = failed.map(({ name, code }) => `${name}: ${code}`).join("; ");
    return failed.length > 0 ? { response, cause } : { response };
  },
  "GET /siblings": async (_, { region, jurisdiction, evacuations, holds, gateways, siblings }) => {
    const [evacuated, ...left] = await Promise.all([evacuations?.evacuated(), holds?.held(), gateways?.flawed()]);
    // A Region that is to serve nothing draws nobody to it.
    const draws = (sibling: string) => left.flat().includes(sibling) && !evacuated?.has(region);
    const statements = siblings.filter((sibling) => evacuated?.has(sibling) || draws(sibling)).map(leaveStatement);
    return { response: json(200, { region, jurisdiction, statements }) };
  },
});
