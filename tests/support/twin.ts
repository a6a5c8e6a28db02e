/** A whole running twin for end-to-end tests, and the people who use it. */
import assert from "node:assert/strict";
import { cognito } from "../../local/cognito/types";
import type { Hop } from "../../local/context";
import type { Client, ClientResponse } from "../../local/device/client";
import { startTwin, type Twin, type TwinOptions } from "../../local/twin";
import type { Home } from "../../model/home";
import type { Problem } from "../../model/problem";
import { regionStacks, siblingsOf } from "../../model/topology";
import { writeOrder } from "../../ops/region/target";
import { twinRegions } from "../../ops/region/twin";
import { signInWith } from "../../ops/shared/sign-in";
import { twinStacks } from "./stacks";

/** No traffic of others, free ports, and a clock that is faster than life but slow enough for time-outs to mean something. */
export async function startTestTwin(options: TwinOptions = {}): Promise<Twin> {
  return startTwin({ stacks: await twinStacks(), port: 0, speed: 8, traffic: false, ...options });
}

/** Somebody at a place, with an app of an organization. Every request is a trace of its own in the ledger. */
export class Person {
  readonly client: Client;

  constructor(
    readonly twin: Twin,
    readonly place: string,
  ) {
    this.client = twin.client(place);
  }

  close(): void {
    this.client.close();
  }

  async lookup(organization: string): Promise<Home> {
    const response = await this.client.request(
      `https://api.${this.twin.control.domain}/v1/organizations/${organization}/home`,
      { timeoutMs: 120_000 },
    );
    assert.equal(response.status, 200, response.body.toString());
    return JSON.parse(response.body.toString());
  }

  /** An access token of a user of `organization` in the pool of its home, or in the pool of another stack. */
  async signIn(organization: string, options: { stack?: string } = {}): Promise<string> {
    const { twin } = this;
    const account = options.stack
      ? await this.#userIn(options.stack, organization)
      : await twin.control.people.createUser(organization);
    const response = await this.client.request(
      `https://cognito-idp.${account.region}.amazonaws.com/`,
      signInWith(account),
    );
    assert.equal(response.status, 200, response.body.toString());
    return JSON.parse(response.body.toString()).AuthenticationResult.AccessToken;
  }

  /** A user who sits in the pool of a stack that is not the organization's home. */
  async #userIn(stack: string, organization: string) {
    const { twin } = this;
    const found = await twin.control.people.find(organization);
    const { userPoolId, userPoolClientId, region } = twin.context.graph.outputsOf(stack);
    const username = `guest-${Math.random().toString(36).slice(2)}@example.com`;
    const password = "Correct-horse-7";
    await twin.services.get(cognito).users.create({
      poolId: userPoolId,
      username,
      email: username,
      password,
      organization: found!.id,
    });
    return { username, password, region, clientId: userPoolClientId };
  }

  profile(jurisdiction: string, token: string, options: { timeoutMs?: number } = {}): Promise<ClientResponse> {
    return this.client.request(`https://${jurisdiction.toLowerCase()}.api.${this.twin.control.domain}/v1/profile`, {
      headers: { authorization: `Bearer ${token}` },
      ...options,
    });
  }
}

/** Waits until each Region finds itself well: what starts cold on a loaded machine is slow, and health checkers see that. */
export async function settled(twin: Twin): Promise<void> {
  const client = twin.client("Toronto");
  try {
    for (const { region, jurisdiction } of Object.values(regionStacks)) {
      const url = `https://${region}.${jurisdiction.toLowerCase()}.api.${twin.control.domain}/healthz`;
      const well = async () => (await client.request(url, { timeoutMs: 120_000 })).status === 200 || undefined;
      await until(well, `${region} is well`);
    }
  } finally {
    client.close();
  }
}

/** Waits until a user of each primary has been served: what starts cold on a loaded machine looks slow, and tests of clients see that. */
export async function warmUp(twin: Twin): Promise<void> {
  for (const [place, organization, jurisdiction] of [
    ["Toronto", "acme", "CA"],
    ["Chicago", "globex", "US"],
  ] as const) {
    const person = new Person(twin, place);
    try {
      await until(() => person.lookup(organization), `a lookup from ${place}`);
      const token = await until(() => person.signIn(organization), `a sign-in from ${place}`);
      const served = async () => ((await person.profile(jurisdiction, token)).status < 500 ? true : undefined);
      await until(served, `a profile of ${organization}`);
    } finally {
      person.close();
    }
  }
}

/** The Region whose address Route 53 gives to people in Toronto. */
export const answeringRegion = async (twin: Twin): Promise<string | null> =>
  (await twin.control.resolve("ca.api.example.com", twin.context.network.place("Toronto"))).region;

export const isAnswered = (twin: Twin, region: string) =>
  until(async () => (await answeringRegion(twin)) === region || undefined, `${region} is answered`);

/** What the timeline says of health checks that have turned unhealthy since then. */
export const unhealthySince = (twin: Twin, time: number): string[] =>
  twin.context.events
    .list(time)
    .flatMap(({ kind, message }) => (kind === "health" && message.includes("is unhealthy") ? [message] : []));

/** Orders the return of every Region, as an operator may once faults are over: tests of other things wait for no hold. */
export async function endHolds(twin: Twin): Promise<void> {
  const target = await twinRegions(twin.url);
  const order = { state: "returned", since: target.now().toISOString(), by: "test" } as const;
  for (const { region, jurisdiction } of Object.values(regionStacks)) {
    for (const at of siblingsOf(region)) {
      await writeOrder(target, { jurisdiction, region, at }, order);
    }
  }
}

export const problemOf = (response: ClientResponse): Problem & { home?: any } => {
  assert.match(String(response.headers["content-type"]), /^application\/problem\+json/);
  return JSON.parse(response.body.toString());
};

/** Hops on which personal data was read, written or answered. */
export const personalHops = (twin: Twin, trace: string): Hop[] =>
  (twin.context.ledger.trace(trace)?.hops ?? []).filter((hop) => hop.dataClass === "personal" && hop.region !== null);

/** Asks until it is so. The limit is a way out, not a measurement: it is far beyond what the rules allow. */
export async function until<T>(ask: () => Promise<T | undefined>, what: string, limitMs = 60_000): Promise<T> {
  const end = Date.now() + limitMs;
  while (Date.now() < end) {
    const found = await ask().catch(() => undefined);
    if (found !== undefined) {
      return found;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not in ${limitMs} ms: ${what}`);
}
