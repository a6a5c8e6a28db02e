/** Light, steady requests of people around the world: so that there is something to see and recovery is measured. */
import type { Clock, Place, Service } from "./context";

export interface TrafficStatus {
  on: boolean;
  /** Users who are signed in, and what they have done so far. */
  users: number;
  launches: number;
  reads: number;
  failures: number;
  /** Why the last of them failed; null while none has. */
  lastFailure: string | null;
}

export interface Traffic extends Service {
  turn(on: boolean): void;
  status(): TrafficStatus;
}

/** Somebody at a place with an app of an organization, who does one thing at a time: a launch ends what an app is doing. `read` uses what an earlier sign-in left on the device. */
export interface AppUser {
  launch(): Promise<void>;
  /** Rejects where the profile could not be read. */
  read(): Promise<void>;
}

export interface TrafficDeps {
  clock: Clock;
  /** Places that people are at. */
  places: readonly Place[];
  /** Slugs of the organizations whose people make requests. */
  organizations: readonly string[];
  /** Signs somebody in. Rejects where that does not work just now; it is tried again later. */
  createUser(organization: string, place: Place): Promise<AppUser>;
}

const tickMs = 400;
const users = 12;
/** Between attempts to sign somebody in while that does not work: their home may be down for long. */
const retryMs = 5_000;
/** Requests that wait for a Region that is gone must not pile up. */
const inFlight = 8;
/** One request in four is an app that is started; the others read a profile. */
const launchShare = 0.25;

/** Traffic that starts switched on. Nothing that fails in it reaches the caller: it is counted. */
export function createTraffic({ clock, places, organizations, createUser }: TrafficDeps): Traffic {
  const signedIn: AppUser[] = [];
  const status: TrafficStatus = { on: true, users: 0, launches: 0, reads: 0, failures: 0, lastFailure: null };
  const busy = new Set<AppUser>();
  let running = 0;
  let joined = 0;
  let notBefore = 0;
  let stop: () => void = () => {};

  /** Organizations take turns, and so do places, out of step with them. */
  async function join(): Promise<void> {
    const turn = joined++;
    const organization = organizations[turn % organizations.length];
    const place = places[(turn + Math.floor(turn / organizations.length)) % places.length];
    if (organization === undefined || place === undefined) {
      return;
    }
    notBefore = clock.now() + retryMs;
    signedIn.push(await createUser(organization, place));
    notBefore = 0;
    status.users = signedIn.length;
  }

  async function act(): Promise<void> {
    if (signedIn.length < users && clock.now() >= notBefore) {
      return join();
    }
    const idle = signedIn.filter((user) => !busy.has(user));
    const user = idle[Math.floor(Math.random() * idle.length)];
    if (!user) {
      return;
    }
    busy.add(user);
    const [doing, what] =
      Math.random() < launchShare ? (["launches", "launch"] as const) : (["reads", "read"] as const);
    status[doing] += 1;
    await user[what]().finally(() => busy.delete(user));
  }

  function tick(): void {
    if (!status.on || running >= inFlight) {
      return;
    }
    running += 1;
    act()
      .catch((error: unknown) => {
        status.failures += 1;
        status.lastFailure = error instanceof Error ? error.message : String(error);
      })
      .finally(() => {
        running -= 1;
      });
  }

  return {
    async start() {
      stop = clock.every(tickMs, tick);
    },
    async stop() {
      stop();
      status.on = false;
    },
    turn(on) {
      status.on = on;
    },
    status: () => ({ ...status }),
  };
}
