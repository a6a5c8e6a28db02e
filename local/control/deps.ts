/** What the control API is given: the running twin's parts as functions, so that tests can stand it on invented ones. */
import type { Measurements } from "../cloudwatch/metrics";
import type { Place, TwinContext } from "../context";
import type { Journey } from "../journey/journey";
import type { Traffic } from "../traffic";

/** One health check or accelerator endpoint, as it is judged now. `since` is when it got its present state. */
export interface HealthState {
  /** The twin's file that judges it: `route53`, `global-accelerator`, `load-balancer`. */
  service: string;
  name: string;
  region: string | null;
  /** What is probed: a URL or host name. */
  target: string;
  healthy: boolean;
  since: number;
  /** What the last probe saw: `200 in 14 ms`, `no connection in 4000 ms`. */
  detail: string;
  /** What its probers say, each by its last probe. */
  probes?: Probes;
}

export interface Probes {
  of: number;
  failing: number;
  /** Since when some prober's last probe says the opposite of what they agree on; null while none does. */
  turned: number | null;
}

/** What DNS, accelerator and edge answer for a host name asked for from a place. `why` reads from question to answer. */
export interface Resolution {
  host: string;
  place: string;
  addresses: string[];
  /** Seconds that resolvers may keep the answer; null where there is none. */
  ttl: number | null;
  /** The Region that a connection ends in; null where nobody answers. */
  region: string | null;
  why: string[];
}

/** How programs outside of the twin reach it. */
export interface Endpoints {
  dns: { address: string; port: number };
  /** An HTTP CONNECT proxy per place: whatever goes through it comes from there. */
  proxies: { place: string; url: string }[];
  /** PEM file of the authority that signs the twin's certificates. */
  caFile: string;
  /** What tools that write the registry need: see registry/target.ts. */
  [more: string]: unknown;
}

export interface UnsupportedType {
  /** Pulumi type token. */
  type: string;
  count: number;
  /** What it means that the twin does not stand in for it. */
  meaning: string;
}

/** An organization as people know it; the registry knows keyed hashes only. */
export interface OrganizationSummary {
  slug: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  jurisdiction: string;
}

/** Somebody who can sign in at the pool of an organization's home. */
export interface TwinUser {
  organization: string;
  username: string;
  password: string;
  region: string;
  userPoolId: string;
  clientId: string;
}

export interface ControlDeps {
  context: Pick<TwinContext, "clock" | "faults" | "events" | "ledger" | "network">;
  domain: string;
  /** Stacks that run in this twin, `global` included. */
  stacks: readonly string[];
  health(): HealthState[];
  resolve(host: string, place: Place): Promise<Resolution>;
  endpoints(): Endpoints;
  unsupported(): UnsupportedType[];
  /** What the functions' logs hold as metrics: among them the times that apps have sent. */
  measurements(): Promise<Measurements>;
  people: {
    /** Organizations whose slug contains `query`, at most `limit`. */
    list(query: string, limit: number): OrganizationSummary[];
    /** Undefined where no organization is called that. */
    find(slug: string): Promise<(OrganizationSummary & { id: string }) | undefined>;
    /** The slug behind an opaque id, where it is known; else the id. */
    nameOf(organization: string): string;
    /** Throws InvalidInput for an unknown organization. */
    createUser(organization: string): Promise<TwinUser>;
  };
  runJourney(request: { organization: string; place: string; returning: boolean }): Promise<Journey>;
  traffic: Traffic;
}
