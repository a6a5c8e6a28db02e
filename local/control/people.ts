/** How the people of each jurisdiction fare just now: their requests of the last seconds, answered or refused. */
import type { RequestSummary } from "./summaries";

export interface Fare {
  /** Requests with data, signing in apart. */
  requests: number;
  refused: number;
  signIns: number;
  signInsRefused: number;
}

/** Twin ms that "just now" lasts. */
export const nowMs = 15_000;
const kept = 5_000;

export class PeopleNow {
  readonly #ended: { at: number; home: string; ok: boolean; signIn: boolean }[] = [];

  add({ at, ms, home, ok, step }: Pick<RequestSummary, "at" | "ms" | "home" | "ok" | "step">): void {
    if (home === null || step === "lookup") {
      return;
    }
    this.#ended.push({ at: at + ms, home, ok, signIn: step === "sign-in" });
    if (this.#ended.length > kept) {
      this.#ended.shift();
    }
  }

  fare(home: string, now: number): Fare {
    const recent = this.#ended.filter((request) => request.home === home && request.at > now - nowMs);
    const [signIns, requests] = [recent.filter(({ signIn }) => signIn), recent.filter(({ signIn }) => !signIn)];
    const refused = (list: typeof recent) => list.filter(({ ok }) => !ok).length;
    return {
      requests: requests.length,
      refused: refused(requests),
      signIns: signIns.length,
      signInsRefused: refused(signIns),
    };
  }
}
