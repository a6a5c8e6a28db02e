/** What an app keeps of a sign-in, and for how long it can be used. */
import type { Home } from "../../model/home";
import type { Clock } from "../context";
import type { Renewal, SignedIn } from "./requests";

/** What an app keeps on the device between launches. */
export interface Session {
  home: Home;
  token: string;
  /** When the token ends, in the twin's time. */
  until: number;
  renewal: Renewal;
}

/** A token is replaced so long before it ends, in twin ms: what it is sent with must arrive while it is good. */
const marginMs = 60_000;

/** What is kept of tokens that have just come from a pool. */
export function sessionOf(
  clock: Pick<Clock, "now">,
  home: Home,
  { region, clientId }: Pick<Renewal, "region" | "clientId">,
  { token, seconds, refreshToken }: SignedIn,
): Session {
  return { home, token, until: clock.now() + seconds * 1_000, renewal: { region, clientId, refreshToken } };
}

export const isLasting = (clock: Pick<Clock, "now">, { until }: { until: number }): boolean =>
  clock.now() < until - marginMs;
