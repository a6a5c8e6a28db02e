import type { AddressInfo, Server } from "node:net";
import { InvalidInput } from "../../model/invalid-input";
import { Stopped } from "../clock";
import type { Caller, Clock, Connection, ConnectOptions, Faults, Network, Place } from "../context";
import { cityPlaces } from "../data/cities";
import { anycast, edgePlaces } from "../data/edges";
import { regionPlaces } from "../data/regions";
import type { Target } from "../faults/types";
import { AddressPool, addressOf, placeOfAddress } from "./addresses";
import { Callers } from "./callers";
import { DelayedConnection, networkError } from "./connection";
import { roundTripMs } from "./round-trip";

interface Endpoint {
  server: Server;
  name: string;
  ip: string;
  port: number;
  loopbackPort: number;
  place: Place;
  service: string | undefined;
}

/** From where to where a connection goes. Nothing listens where `to` is absent. */
interface Way {
  from: Place;
  to: Endpoint | undefined;
}

/** How long Linux goes on trying to connect, with its default of six retries. */
const connectTimeoutMs = 127_000;
const firstRetryMs = 1_000;
const allPlaces = [...cityPlaces, ...regionPlaces, ...edgePlaces];

export class LoopbackNetwork implements Network {
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #names = new Map<string, string[]>();
  #stopped = false;
  readonly #pool = new AddressPool();
  readonly #callers = new Callers();
  readonly #open = new Map<DelayedConnection, Way>();
  readonly #places = new Map(allPlaces.map((place) => [place.name.toLowerCase(), place]));
  readonly #clock: Clock;
  readonly #faults: Faults;

  constructor(clock: Clock, faults: Faults) {
    this.#clock = clock;
    this.#faults = faults;
    faults.onChange(() => this.#faultsChanged());
  }

  async serve(options: Parameters<Network["serve"]>[0]) {
    const { server, port, place, name, service } = options;
    if (!server.listening) {
      await listen(server);
    }
    const { port: loopbackPort } = server.address() as AddressInfo;
    const ip = options.ip ?? this.#pool.next(place.name === anycast.name ? "edge" : "region");
    const key = `${ip}:${port}`;
    this.#endpoints.set(key, { server, name, ip, port, loopbackPort, place, service });
    server.once("close", () => this.#endpoints.delete(key));
    return { ip, loopbackPort };
  }

  async connect(options: ConnectOptions): Promise<Connection> {
    const { from, ip, port } = options;
    const deadline = this.#clock.now() + (options.timeoutMs ?? connectTimeoutMs);
    const endpoint = this.#endpoints.get(`${ip}:${port}`);
    const way: Way = { from, to: endpoint };
    const half = () => this.#halfTripMs(way);
    await this.#synArrives(way, deadline, `${ip}:${port}`);
    await this.#clock.sleep(half());
    const caller = this.#caller(options);
    const socket = endpoint?.server.listening ? await this.#callers.connect(endpoint.loopbackPort, caller) : undefined;
    if (!endpoint || !socket) {
      await this.#clock.sleep(half());
      throw networkError("ECONNREFUSED", `connect ECONNREFUSED ${ip}:${port}`, { address: ip, port });
    }
    const slowMs = () => this.#faults.delayMs(endpoint.place.region ?? "");
    const connection = new DelayedConnection(socket, this.#clock, caller, {
      upMs: half,
      downMs: () => half() + slowMs(),
    });
    this.#open.set(connection, way);
    connection.once("close", () => this.#open.delete(connection));
    // A reset that comes before anybody listens must not end the process.
    connection.on("error", () => {});
    if (this.#isGone(way)) {
      connection.freeze();
    }
    try {
      if (this.#stopped) {
        throw new Stopped();
      }
      await this.#clock.sleep(half());
      if (connection.errored) {
        throw connection.errored;
      }
      return connection;
    } catch (error) {
      connection.destroy();
      throw error;
    }
  }

  callerOf(remotePort: number | undefined): Caller | undefined {
    return this.#callers.of(remotePort);
  }

  roundTripMs(a: Place, b: Place): number {
    return roundTripMs(a, b);
  }

  place(name: string): Place {
    const found = this.#places.get(String(name).toLowerCase());
    if (found) {
      return found;
    }
    const names = [...cityPlaces, ...regionPlaces].map((place) => place.name).join(", ");
    throw new InvalidInput(`place is ${JSON.stringify(name)}; use one of ${names}`);
  }

  places(): Place[] {
    return [...cityPlaces, ...regionPlaces];
  }

  clientIp(place: Place): string {
    const ip = addressOf(place);
    if (ip === undefined) {
      throw new InvalidInput(`place ${JSON.stringify(place.name)} has no address; use one of places()`);
    }
    return ip;
  }

  placeOfIp(ip: string): Place | undefined {
    return placeOfAddress(ip);
  }

  publish(hostname: string, ips: string[]): void {
    this.#names.set(normal(hostname), [...ips]);
  }

  addressesOf(hostname: string): string[] | undefined {
    return this.#names.get(normal(hostname));
  }

  endpoints() {
    return [...this.#endpoints.values()].map(({ name, ip, port, loopbackPort, place }) => ({
      name,
      ip,
      port,
      loopbackPort,
      place: place.name,
    }));
  }

  /** Cuts every connection. Servers are closed by those who opened them. */
  stop(): void {
    this.#stopped = true;
    for (const connection of this.#open.keys()) {
      connection.destroy();
    }
  }

  /** Resolves when a SYN gets through: lost ones are sent again after 1 s, 2 s, 4 s … until the deadline. */
  async #synArrives(way: Way, deadline: number, to: string): Promise<void> {
    let retryMs = firstRetryMs;
    while (this.#isGone(way) || this.#clock.now() + 2 * this.#halfTripMs(way) > deadline) {
      const left = deadline - this.#clock.now();
      await this.#clock.sleep(Math.max(0, Math.min(left, retryMs)));
      if (left <= retryMs) {
        throw networkError("ETIMEDOUT", `connect ETIMEDOUT ${to}`);
      }
      retryMs *= 2;
    }
  }

  #caller({ from, trace, clientIp, via }: ConnectOptions): Caller {
    const ip = clientIp ?? via?.ip ?? addressOf(from) ?? "198.18.255.10";
    const place = placeOfAddress(ip) ?? from;
    if (!via) {
      return { place, ip, trace };
    }
    return {
      place,
      ip,
      get trace() {
        return via.trace;
      },
      set trace(id) {
        via.trace = id;
      },
    };
  }

  /** A Region at either end is down, or the service at the far one, or the link between them is cut. */
  #isGone({ from, to }: Way): boolean {
    const isSilent = (target: Target) => this.#faults.effects(target).silent === true;
    const { region } = from;
    const far = to?.place.region;
    if (region !== undefined && isSilent({ region })) {
      return true;
    }
    if (!to || far === undefined) {
      return false;
    }
    if (isSilent({ region: far, ...(to.service !== undefined && { service: to.service }) })) {
      return true;
    }
    return region !== undefined && region !== far && isSilent({ region, peerRegion: far });
  }

  /** Half a round trip, with the lag of the link between two Regions. */
  #halfTripMs({ from, to }: Way): number {
    if (!to) {
      return 0;
    }
    const link = from.region !== undefined && to.place.region !== undefined && from.region !== to.place.region;
    const lag = link ? this.#faults.effects({ region: from.region!, peerRegion: to.place.region! }).delayMs : 0;
    return roundTripMs(from, to.place) / 2 + (lag ?? 0);
  }

  #faultsChanged(): void {
    for (const [connection, way] of this.#open) {
      if (this.#isGone(way)) {
        connection.freeze();
      } else {
        connection.thaw();
      }
    }
  }
}

const normal = (hostname: string) => hostname.toLowerCase().replace(/\.$/, "");

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}
