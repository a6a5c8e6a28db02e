/**
 * Token buckets: `burst` tokens at most, refilled with `rate` a second.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
 */
import type { Throttle } from "../../../model/quotas";
import type { MethodSetting } from "./declared";

/** The limit of one method: its own settings, else those of all methods, else the account's. -1 or nothing is no setting. */
export function limitOf(
  settings: readonly MethodSetting[],
  path: string,
  httpMethod: string,
  account: Throttle,
): Throttle {
  const encoded = path.replaceAll("/", "~1");
  const own = [encoded, encoded.replace(/^~1/, ""), path.replace(/^\//, "")].map((known) => `${known}/${httpMethod}`);
  const find = (...paths: string[]) => settings.find((setting) => paths.includes(setting.methodPath));
  const chosen = find(...own) ?? find("*/*");
  const set = (value: number | undefined, otherwise: number) => (value === undefined || value < 0 ? otherwise : value);
  return { rate: set(chosen?.rate, account.rate), burst: set(chosen?.burst, account.burst) };
}

export class TokenBucket {
  #tokens: number;
  #at: number;
  readonly #limit: Throttle;

  constructor(limit: Throttle, now: number) {
    this.#limit = limit;
    this.#tokens = limit.burst;
    this.#at = now;
  }

  /** Takes a token at `now` (ms); false where there is none. */
  take(now: number): boolean {
    this.#tokens = Math.min(this.#limit.burst, this.#tokens + ((now - this.#at) / 1000) * this.#limit.rate);
    this.#at = now;
    if (this.#tokens < 1) {
      return false;
    }
    this.#tokens -= 1;
    return true;
  }
}
