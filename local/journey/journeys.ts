/** Journeys in the running twin, with what each organization's app kept between them. */
import { type Journey, type JourneyDeps, runJourney } from "./journey";
import type { Session } from "./session";

export class Journeys {
  readonly #kept = new Map<string, Session>();
  readonly #deps: JourneyDeps;

  constructor(deps: JourneyDeps) {
    this.#deps = deps;
  }

  /** A returning app that has not been used before is launched a first time, unseen; where that fails it is the response. */
  async run(request: { organization: string; place: string; returning: boolean }): Promise<Journey> {
    const { organization, place, returning } = request;
    let kept = returning ? this.#kept.get(organization) : undefined;
    if (returning && !kept) {
      const first = await this.#launch(organization, place);
      if (!first.ok) {
        return first;
      }
      kept = this.#kept.get(organization);
    }
    return this.#launch(organization, place, kept);
  }

  async #launch(organization: string, place: string, returning?: Session): Promise<Journey> {
    const request = { organization, place, ...(returning ? { returning } : {}) };
    const { session, ...journey } = await runJourney(this.#deps, request);
    if (session) {
      this.keep(organization, session);
    }
    return journey;
  }

  /** What an app of the organization has kept from a sign-in elsewhere. */
  keep(organization: string, session: Session): void {
    this.#kept.set(organization, session);
  }
}
