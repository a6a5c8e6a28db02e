/** The running twin as a drill needs it: its clock, its faults, its people, and what it has seen. */
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { InvalidInput } from "../../model/invalid-input";
import { apiHost } from "../../model/names";
import type { Fault, Pair } from "../drills/types";
import { signInWith } from "../shared/sign-in";
import { type Device, deviceAt } from "../shared/tunnel";
import { callTwin } from "../shared/twin";

export interface Mark {
  kind: string;
  at: number;
  region: string | null;
}

/** How long reading the twin's clock may be ago: between two readings it is taken to go at its speed. */
const clockMs = 500;
const lookMs = 50;
const signInMs = 20_000;

export class TwinTarget {
  #read: { now: number; at: number };
  #reading: NodeJS.Timeout | undefined;
  #latest = Number.NEGATIVE_INFINITY;

  private constructor(
    readonly url: string,
    readonly domain: string,
    readonly speed: number,
    readonly ca: string,
    readonly proxies: ReadonlyMap<string, string>,
    now: number,
  ) {
    this.#read = { now, at: performance.now() };
  }

  /** Throws InvalidInput where no twin answers. */
  static async at(url: string): Promise<TwinTarget> {
    const health = (await callTwin(url, "/api/health")) as { now: number; speed: number };
    const { domain } = (await callTwin(url, "/api/topology")) as { domain: string };
    const { proxies, caFile } = (await callTwin(url, "/api/endpoints")) as {
      proxies: { place: string; url: string }[];
      caFile: string;
    };
    const byPlace = new Map(proxies.map((proxy) => [proxy.place, proxy.url]));
    const target = new TwinTarget(url, domain, health.speed, await readFile(caFile, "utf8"), byPlace, health.now);
    target.#keepTime();
    return target;
  }

  #keepTime(): void {
    this.#reading = setInterval(() => {
      const asked = performance.now();
      callTwin(this.url, "/api/health").then(
        (health) => {
          this.#read = { now: (health as { now: number }).now, at: (asked + performance.now()) / 2 };
        },
        () => {},
      );
    }, clockMs);
  }

  close(): void {
    clearInterval(this.#reading);
  }

  /** ms since the epoch, in the twin's time; never goes back. */
  now(): number {
    this.#latest = Math.max(this.#latest, this.#read.now + (performance.now() - this.#read.at) * this.speed);
    return this.#latest;
  }

  /** In the twin's time, which goes slower where its host is busy. Rejects with the signal's reason. */
  async sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const end = this.now() + ms;
    while (this.now() < end) {
      signal?.throwIfAborted();
      await sleep(Math.min(lookMs, Math.max(1, (end - this.now()) / this.speed)));
    }
    signal?.throwIfAborted();
  }

  /** Aborts after so many ms of the twin. */
  deadline(ms: number): { signal: AbortSignal; clear(): void } {
    const late = new AbortController();
    const end = this.now() + ms;
    const looking = setInterval(() => this.now() >= end && late.abort(), lookMs);
    return { signal: late.signal, clear: () => clearInterval(looking) };
  }

  /**
   * Resolves once health checks find both Regions healthy and DNS answers with the primary. Throws InvalidInput where they do
   * not within `limitMs`, real.
   */
  async ready({ jurisdiction, primary, standby }: Pair, limitMs: number, signal: AbortSignal): Promise<void> {
    const end = performance.now() + limitMs;
    const [place] = this.proxies.keys();
    for (;;) {
      const { regions } = (await callTwin(this.url, "/api/topology")) as {
        regions: { region: string; health: string }[];
      };
      const host = apiHost(jurisdiction, this.domain);
      const { region: answered } = (await callTwin(this.url, "/api/resolve", { host, place })) as { region: string };
      const issues = regions
        .filter(({ region, health }) => [primary, standby].includes(region) && health !== "healthy")
        .map(({ region, health }) => `${region} is ${health}`);
      if (answered !== primary) {
        issues.push(`DNS answers with ${answered}`);
      }
      if (issues.length === 0) {
        return;
      }
      if (performance.now() > end) {
        throw new InvalidInput(
          `a drill begins where everything is well; found: ${issues.join(", ")}; fix: see npm run health, and npm run region -- status`,
        );
      }
      await sleep(lookMs * 10);
      signal.throwIfAborted();
    }
  }

  device(place: string, keepAlive: boolean): Device {
    const proxy = this.proxies.get(place);
    if (!proxy) {
      throw new InvalidInput(`the twin has no place "${place}"; it has ${[...this.proxies.keys()].join(", ")}`);
    }
    return deviceAt(proxy, this.ca, keepAlive);
  }

  /** Switches a fault on; resolves to its id. */
  async begin(fault: Fault): Promise<string> {
    return ((await callTwin(this.url, "/api/faults", fault)) as { id: string }).id;
  }

  /** Never fails where it is over already. */
  async end(id: string): Promise<void> {
    await fetch(`${this.url}/api/faults/${encodeURIComponent(id)}`, {
      method: "DELETE",
      signal: AbortSignal.timeout(10_000),
    });
  }

  /** An access token of a new user of an organization whose home the jurisdiction is. */
  async signIn(device: Device, { jurisdiction }: Pick<Pair, "jurisdiction">): Promise<string> {
    const organizations = (await callTwin(this.url, "/api/organizations?limit=100")) as {
      slug: string;
      jurisdiction: string;
    }[];
    const organization = organizations.find((each) => each.jurisdiction === jurisdiction)?.slug;
    if (!organization) {
      throw new InvalidInput(`no organization of this twin is at home in ${jurisdiction}`);
    }
    const user = (await callTwin(this.url, "/api/users", { organization })) as {
      region: string;
      clientId: string;
      username: string;
      password: string;
    };
    const { status, body } = await device.ask(`https://cognito-idp.${user.region}.amazonaws.com/`, {
      ...signInWith(user),
      signal: AbortSignal.timeout(signInMs),
    });
    const token = (JSON.parse(body) as { AuthenticationResult?: { AccessToken?: string } }).AuthenticationResult
      ?.AccessToken;
    if (!token) {
      throw new Error(`signing in was answered with ${status}: ${body.slice(0, 200)}`);
    }
    return token;
  }

  async crossings(): Promise<number> {
    return ((await callTwin(this.url, "/api/ledger/crossings")) as unknown[]).length;
  }

  /** What the twin has measured of its faults since then, and whether its host kept up. */
  async incidents(since: number): Promise<{ marks: Mark[]; credible: boolean; place: string; kind: string }[]> {
    const all = (await callTwin(this.url, "/api/incidents")) as {
      marks: Mark[];
      credible: boolean;
      place: string;
      kind: string;
    }[];
    return all.filter(({ marks }) => marks[0] && marks[0].at >= since);
  }

  async events(since: number): Promise<{ at: number; kind: string; subject: string; message: string }[]> {
    return (await callTwin(this.url, `/api/events?since=${Math.floor(since)}`)) as {
      at: number;
      kind: string;
      subject: string;
      message: string;
    }[];
  }
}
