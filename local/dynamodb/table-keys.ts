/**
 * Keys of tables in memory: DynamoDB asks KMS to decrypt one for a caller, and again after five minutes without a request.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html (Table key caching)
 */
import type { Clock } from "../context";
import type { Effects, Faults } from "../faults/types";
import type { KeyHolder } from "../iam/types";
import { keyError } from "./errors";

export const idleMs = 300_000;

/** Whether a key that was last used at `usedAt` is still in memory. */
export const isKept = (usedAt: number | undefined, now: number): boolean =>
  usedAt !== undefined && now - usedAt < idleMs;

export class TableKeys {
  readonly #used = new WeakMap<KeyHolder, Map<string, number>>();
  readonly #region: string;
  readonly #clock: Pick<Clock, "now" | "sleep">;
  readonly #faults: Faults;

  constructor(region: string, clock: Pick<Clock, "now" | "sleep">, faults: Faults) {
    this.#region = region;
    this.#clock = clock;
    this.#faults = faults;
  }

  /** Throws DynamoDbError where KMS does not decrypt the key of a table for a caller that has not used it lately. */
  async require(table: string, holder: KeyHolder, draw: number): Promise<void> {
    const used = this.#used.get(holder) ?? new Map<string, number>();
    this.#used.set(holder, used);
    if (!isKept(used.get(table), this.#clock.now())) {
      await this.#decrypt(draw);
    }
    used.set(table, this.#clock.now());
  }

  async #decrypt(draw: number): Promise<void> {
    const effects = (): Effects => this.#faults.effects({ region: this.#region, service: "kms" }, draw);
    const { delayMs = 0 } = effects();
    // What slows the whole Region has slowed this call already.
    const waitMs = delayMs - this.#faults.delayMs(this.#region);
    if (waitMs > 0) {
      await this.#clock.sleep(waitMs);
    }
    const { silent, error } = effects();
    if (silent) {
      throw keyError(undefined);
    }
    if (error !== undefined) {
      throw keyError(this.#faults.world.services.kms?.errors?.[error]);
    }
  }
}
