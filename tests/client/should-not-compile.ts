/** Each line below an expectation is a mistake that the types must catch: tsc fails here when one compiles. */
import { createBatch } from "../../client/batch";
import { createHomeCore, HomeError, type HomeErrorCode, type HomeNotice, isHomeError } from "../../client/core";
import { createHomeClient } from "../../client/index";
import { createOffline } from "../../client/offline";
import type { Home } from "../../client/types";
import type { Home as ServedHome } from "../../model/home";

const options = { lookup: "https://api.example.com", organization: "acme" };
const home = createHomeClient(options);

// @ts-expect-error an organization is needed
createHomeClient({ lookup: "https://api.example.com" });
// @ts-expect-error no such option
createHomeClient({ ...options, region: "us-east-1" });
// @ts-expect-error a list of jurisdictions, not one
createHomeClient({ ...options, jurisdictions: "CA" });
// @ts-expect-error a token is a text
createHomeClient({ ...options, getToken: () => 7 });
// @ts-expect-error no such event
home.on("failover", () => {});
// @ts-expect-error a notice has a text, no message
home.on("notice", ({ message }) => message);
// @ts-expect-error no such kind of notice
createHomeClient({ ...options, texts: { broken: "x" } });
// @ts-expect-error a status is read only
home.status = { state: "home" };
// @ts-expect-error the core has no connect
createHomeCore(options).connect();
// @ts-expect-error whose writes these are must be said
createOffline(home, {});
// @ts-expect-error no such policy
createOffline(home, { user: "u", reads: [{ match: /x/, policy: "fastest", maxAgeSeconds: 1 }] });
// @ts-expect-error no such decision
createOffline(home, { user: "u", onConflict: () => "ignore" });
// @ts-expect-error results are of the batch's type
createBatch<string, number>({ load: async (keys) => keys });
// @ts-expect-error no such code
const code: HomeErrorCode = "broken";
function detailsOf(error: unknown): unknown {
  if (isHomeError(error, "timeout")) {
    // @ts-expect-error no such phase
    return error.details.phase === "third-byte";
  }
  // @ts-expect-error no such code
  return isHomeError(error, "broken") ? 1 : isHomeError(error, "buffer-full") && error.details.limit.toFixed();
}
// @ts-expect-error details are their code's
export const mismatched = new HomeError("timeout", "", { found: 1 });
// @ts-expect-error an idempotency key is a text
home.fetch("/v1/profile", { idempotencyKey: 7 });

// What the lookup serves and what the client takes are one shape, both ways.
const taken: Home = {} as ServedHome;
const served: ServedHome = {} as Home;
const kinds: HomeNotice["kind"][] = ["failover", "returned", "moving", "moved", "temporary-region", "offline"];
export const used = [detailsOf, code, taken, served, kinds];
