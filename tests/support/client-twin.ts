/** Clients of signed-in users against one running twin, which all suites of a spec share. */
import assert from "node:assert/strict";
import { createHomeClient, type HomeClient, type HomeClientOptions } from "../../client/index";
import type { Runtime } from "../../client/platform";
import type { Twin } from "../../local/twin";
import { endFaults } from "./fault-board";
import { lookup } from "./home-response";
import { endHolds, Person, startTestTwin, warmUp } from "./twin";
import { twinFetch } from "./twin-fetch";

export const json = { "content-type": "application/json" };

export interface TwinClient {
  person: Person;
  /** The hosts that it has asked. */
  asked: string[];
  /** Another start of the same app. */
  create(): HomeClient;
  home: HomeClient;
  token: string;
}

export interface ClientTwin {
  readonly twin: Twin;
  at(place: string): Person;
  start(place: string, organization: string, options?: Partial<HomeClientOptions>): Promise<TwinClient>;
}

/** Starts a twin before the suite that calls it. After each test faults are over, and nothing has crossed a border. */
export function clientTwin(): ClientTwin {
  let twin: Twin;
  const people: Person[] = [];
  before(async () => {
    twin = await startTestTwin();
    await warmUp(twin);
  });
  after(async () => {
    for (const person of people) {
      person.close();
    }
    await twin?.stop();
  });
  afterEach(async () => {
    endFaults(twin.context.faults);
    await endHolds(twin);
    assert.deepEqual(twin.context.ledger.crossings(), [], "personal data crossed a border");
  });

  function at(place: string): Person {
    const person = new Person(twin, place);
    people.push(person);
    return person;
  }

  return {
    get twin() {
      return twin;
    },
    at,
    async start(place, organization, options = {}) {
      const person = at(place);
      const token = await person.signIn(organization);
      const asked: string[] = [];
      const fetch = options.fetch ?? twinFetch(person.client);
      const create = (): HomeClient =>
        createHomeClient({
          lookup,
          organization,
          getToken: () => token,
          ...options,
          fetch: (input, init) => {
            asked.push(new URL(String(input)).host);
            return fetch(input, init);
          },
        });
      return { person, asked, create, home: create(), token };
    },
  };
}

export const save = (home: Pick<HomeClient, "fetch">, preferences: object, condition: Record<string, string>) =>
  home.fetch("/v1/profile", {
    method: "PUT",
    headers: { ...json, ...condition },
    body: JSON.stringify({ preferences }),
  });

export const profileOf = async (home: Pick<HomeClient, "fetch">) =>
  (await (await home.fetch("/v1/profile")).json()) as { preferences: Record<string, unknown>; version: number };

/** Loses both Regions of Canada. Returns what brings them back. */
export function loseCanada({ context: { faults } }: Twin): () => void {
  const ids = ["ca-central-1", "ca-west-1"].map((region) => faults.add({ kind: "region-down", region }).id);
  return () => {
    for (const id of ids) {
      faults.remove(id);
    }
  };
}

/** A client's time that passes `times` as fast: its pauses are short, while real servers take as long as they do. */
export function hurried(times = 20): Partial<Runtime> {
  const start = Date.now();
  return {
    now: () => start + (Date.now() - start) * times,
    setTimeout: (run, ms) => setTimeout(run, ms / times),
  };
}
/** So that none of its own limits ends what a real server does. */
export const unlimited = { firstByteMs: 3_600_000, wholeMs: 3_600_000, lookupMs: 3_600_000 };
