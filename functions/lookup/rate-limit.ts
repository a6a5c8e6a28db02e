import { BoundedMap } from "../shared/bounded-map";

export interface RateLimitOptions {
  perSecond: number;
  burst: number;
  /** Clients remembered at once; the one seen longest ago is forgotten first. */
  clients: number;
}

/** A token bucket for each client, in a table that cannot grow without bound. */
export class RateLimit {
  readonly #buckets: BoundedMap<string, { tokens: number; at: number }>;

  constructor(readonly options: RateLimitOptions) {
    this.#buckets = new BoundedMap(options.clients);
  }

  get size(): number {
    return this.#buckets.size;
  }

  /**
   * Takes `cost` tokens (at most `burst`) from a client's bucket at `now`, in ms. Answers 0 where it may go on, else the
   * seconds, rounded up, until it may; then nothing has been taken.
   */
  take(client: string, cost: number, now: number): number {
    const { perSecond, burst } = this.options;
    const bucket = this.#buckets.get(client) ?? { tokens: burst, at: now };
    // A clock that was set back gives nothing and takes nothing.
    bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) * perSecond) / 1000);
    bucket.at = now;
    this.#buckets.set(client, bucket);
    const due = Math.min(cost, burst);
    if (bucket.tokens < due) {
      return Math.ceil((due - bucket.tokens) / perSecond);
    }
    bucket.tokens -= due;
    return 0;
  }
}

/** What counts as one client: an IPv4 address, or the /64 that a subscriber of IPv6 has. The port is left out. */
export function clientOf(address: string): string {
  const bare = address.startsWith("[") ? address.slice(1).replace(/\](:\d+)?$/, "") : address;
  if (!bare.includes(":")) {
    return bare;
  }
  if (bare.includes(".")) {
    return bare.replace(/^.*:(?=\d+\.)/, "").replace(/:\d+$/, "");
  }
  const [head = "", tail] = bare.toLowerCase().split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail?.split(":") ?? [];
  const zeros = new Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
