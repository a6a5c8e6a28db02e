/** Looks at siblings' gateways while health checkers ask what is said of them. */
import { warn } from "../shared/log";
import type { GatewayLook } from "./gateway";

/**
 * Between two looks, the least and the most. After a flaw the next one comes sooner. One that does not answer costs the whole
 * time-out, and what it would show is no user's matter until it does: the pauses double.
 */
export const gatewaySeconds = 10;
export const gatewayFlawSeconds = 5;
export const gatewaySilentSeconds = 60;
/** Looks in a row that find a flaw before it is told: a certificate may be exchanged while one looks. */
const tellsFrom = 2;

/** A sibling, and how its gateway is looked at. */
export interface WatchedGateway {
  region: string;
  look(): Promise<GatewayLook>;
}

interface Gateway {
  watched: WatchedGateway;
  /** Looks in a row that found one. */
  flaws: number;
}

export class GatewayWatch {
  readonly #gateways: Gateway[];
  #lookAgainAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<string[]> = Promise.resolve([]);
  /** Looks in a row that nobody answered. */
  #silent = 0;

  constructor(
    gateways: readonly WatchedGateway[],
    readonly now: () => number = Date.now,
  ) {
    this.#gateways = gateways.map((watched) => ({ watched, flaws: 0 }));
  }

  /** The siblings that users would meet an error at. Never rejects; once for all who ask meanwhile. */
  flawed(): Promise<string[]> {
    if (this.now() >= this.#lookAgainAt) {
      this.#lookAgainAt = Number.POSITIVE_INFINITY;
      this.#looking = this.#look();
    }
    return this.#looking;
  }

  async #look(): Promise<string[]> {
    const asked = this.now();
    const answered = await Promise.all(this.#gateways.map(lookAt));
    const isFlawed = this.#gateways.some(({ flaws }) => flaws > 0);
    this.#silent = answered.includes(true) ? 0 : this.#silent + 1;
    this.#lookAgainAt = asked + (isFlawed ? gatewayFlawSeconds : pauseAfter(this.#silent)) * 1000;
    return this.#gateways.filter(({ flaws }) => flaws >= tellsFrom).map(({ watched }) => watched.region);
  }
}

const pauseAfter = (silent: number) => Math.min(gatewaySeconds * 2 ** Math.max(0, silent - 1), gatewaySilentSeconds);

/** Whether it answered. One that does not tells nothing new. */
async function lookAt(gateway: Gateway): Promise<boolean> {
  const { answered, flaw } = await gateway.watched.look();
  if (answered) {
    gateway.flaws = flaw === undefined ? 0 : gateway.flaws + 1;
  }
  if (answered && gateway.flaws === tellsFrom) {
    warn("health", `users would meet ${flaw} at ${gateway.watched.region}: health checkers are told to leave it`);
  }
  return answered;
}
