/** What a person's app does from its first launch on, with every hop of it. */
import type { Home } from "../../model/home";
import type { Clock, Hop, Ledger, Network } from "../context";
import { crossingsOf } from "../crossing";
import type { Device, OpenDevice } from "./requester";
import { type Caller, findHome, readProfile, renew, type SignIn, signIn, writeProfile } from "./requests";
import { isLasting, type Session, sessionOf } from "./session";

export interface JourneyStep {
  name: string;
  /** Where the response came from: the last Region that the step reached; null where it reached none. */
  region: string | null;
  place: string;
  jurisdiction: string | null;
  ms: number;
  /** `ok`, or what went wrong. */
  outcome: string;
  hops: Hop[];
}

export interface Journey {
  trace: string;
  organization: string;
  /** Where the person is. */
  place: string;
  home: string | null;
  ok: boolean;
  /** Why it did not get to its end; null where it did. */
  failure: string | null;
  ms: number;
  steps: JourneyStep[];
  hops: Hop[];
  /** Hops of personal data in a Region outside home: must be none. */
  crossings: Hop[];
}

export interface JourneyDeps {
  domain: string;
  clock: Clock;
  ledger: Ledger;
  network: Network;
  open: OpenDevice;
  /** Somebody who can sign in at the organization's home. Throws InvalidInput for an unknown organization. */
  createUser(organization: string): Promise<SignIn>;
  /** The organization's id and home in the registry's truth: what the ledger judges by. */
  truthOf(organization: string): Promise<{ id: string; jurisdiction: string } | undefined>;
}

export interface JourneyRequest {
  organization: string;
  place: string;
  /** What an earlier launch stored: goes straight home, with a new token where the old one is about to end. */
  returning?: Session;
}

/**
 * A first launch finds home, signs in there and stores a profile; then the app is started again with what it kept.
 * A journey that fails says so in its response; only an unknown place or organization throws (InvalidInput).
 */
export async function runJourney(
  deps: JourneyDeps,
  { organization, place, returning }: JourneyRequest,
): Promise<Journey & { session: Session | null }> {
  const { ledger, clock, network } = deps;
  const from = network.place(place).name;
  const user = returning ? null : await deps.createUser(organization);
  const truth = await deps.truthOf(organization);
  const trace = ledger.open(from);
  if (truth) {
    ledger.about(trace, truth.id, truth.jurisdiction);
  }
  const recorder = new Recorder(ledger, clock, trace, from);
  let session = returning ?? null;
  let failure: string | null = null;
  try {
    if (user) {
      session = await launch(
        deps.open(from),
        (caller) => firstLaunch(recorder, caller, deps.domain, organization, user),
        trace,
      );
    }
    const kept = session!;
    const name = returning ? "Launch again: straight home" : "Second launch: straight home";
    await launch(
      deps.open(from),
      async (caller) => {
        session = await renewed(recorder, caller, kept);
        await recorder.step(name, () => readProfile(caller, apiOf(kept.home), session!.token));
      },
      trace,
    );
  } catch (error) {
    const step = recorder.steps.at(-1);
    failure = step ? `${step.name}: ${step.outcome}` : reasonOf(error);
    // The first step asks the lookup; all others are at home, and nobody else may serve that data.
    const atHome = returning !== undefined || recorder.steps.length > 1;
    if (atHome && truth && isSilence(error)) {
      failure += `. Home is in ${truth.jurisdiction} and does not answer; its data is not served elsewhere: try again later`;
    }
  }
  const hops = recorder.steps.flatMap((step) => step.hops);
  const home = truth?.jurisdiction ?? session?.home.jurisdiction ?? null;
  const crossings = crossingsOf({ home, hops: ledger.trace(trace)?.hops ?? [] });
  return {
    trace,
    organization,
    place: from,
    home,
    ok: failure === null && crossings.length === 0,
    failure,
    ms: recorder.steps.reduce((sum, step) => sum + step.ms, 0),
    steps: recorder.steps,
    hops,
    crossings,
    session,
  };
}

/** Every launch is a new process: no address and no connection of the last one. */
async function launch<T>(device: Device, run: (caller: Caller) => Promise<T>, trace: string): Promise<T> {
  try {
    return await run({ request: device.request, trace });
  } finally {
    device.close();
  }
}

async function firstLaunch(
  recorder: Recorder,
  caller: Caller,
  domain: string,
  organization: string,
  user: SignIn,
): Promise<Session> {
  const home = await recorder.step("Find home", () => findHome(caller, domain, organization));
  const api = apiOf(home);
  const { clientId, issuer } = home.identity;
  const region = /cognito-idp\.([a-z0-9-]+)\./.exec(issuer)?.[1] ?? user.region;
  const signedIn = () => signIn(caller, { ...user, clientId, region });
  const tokens = await recorder.step("Sign in at home", signedIn);
  const session = sessionOf(recorder.clock, home, { region, clientId }, tokens);
  const { token } = session;
  const before = await recorder.step("Open the profile", () => readProfile(caller, api, token));
  const preferences = { ...before.profile?.preferences, theme: "dark", language: "en" };
  await recorder.step("Save the profile", () => writeProfile(caller, api, token, preferences, before.etag));
  return session;
}

/** As an app does it: the pool is asked once the token is about to end, with the refresh token that it gave last. */
async function renewed(recorder: Recorder, caller: Caller, session: Session): Promise<Session> {
  const { home, renewal } = session;
  if (isLasting(recorder.clock, session)) {
    return session;
  }
  const tokens = await recorder.step("Renew the session at home", () => renew(caller, renewal));
  return sessionOf(recorder.clock, home, renewal, tokens);
}

/** The primary's address is the jurisdiction's name, which DNS fails over. */
const apiOf = (home: Home) => home.endpoints[0]!.api;

export function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return isSilence(error) ? `no response (${code})` : message || String(error);
}

const isSilence = (error: unknown) =>
  ["ETIMEDOUT", "ECONNREFUSED", "ECONNRESET"].includes((error as { code?: string }).code ?? "");

/** Measures steps and takes the hops that each of them added to the trace. */
class Recorder {
  readonly steps: JourneyStep[] = [];
  #hops = 0;

  constructor(
    readonly ledger: Ledger,
    readonly clock: Clock,
    readonly trace: string,
    readonly from: string,
  ) {}

  async step<T>(name: string, run: () => Promise<T>): Promise<T> {
    const start = this.clock.now();
    try {
      const result = await run();
      this.#add(name, start, "ok");
      return result;
    } catch (error) {
      this.#add(name, start, reasonOf(error));
      throw error;
    }
  }

  #add(name: string, start: number, outcome: string): void {
    const all = this.ledger.trace(this.trace)?.hops ?? [];
    const hops = all.slice(this.#hops).sort((a, b) => a.at - b.at);
    this.#hops = all.length;
    const served = hops.findLast((hop) => hop.region !== null && hop.service !== "route53");
    this.steps.push({
      name,
      region: served?.region ?? null,
      place: served?.place ?? this.from,
      jurisdiction: served?.jurisdiction ?? null,
      ms: this.clock.now() - start,
      outcome,
      hops,
    });
  }
}
