import { check, type Dependency, type DependencyHealth } from "../shared/dependencies";

/** Health checkers wait 2 s for a response: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html */
export const judgeTimeoutMs = 1000;
/** Checks come about once a second in all; the dependencies are used no more often than this. */
export const judgedSeconds = 5;
/**
 * A failure counts only where everything worked longer ago than this, or was never seen to work: one failed judgement changes
 * nothing, two do. An environment that starts during an outage, as each hanging judgement makes one start, tolerates nothing:
 * it would say "healthy" to one checker in a row of failures. That a blip moves nobody is Route 53's threshold.
 */
export const toleratedSeconds = 2 * judgedSeconds;

export interface Judgement {
  healthy: boolean;
  /** As last seen, the tolerated failures too. */
  dependencies: DependencyHealth[];
}

/**
 * Whether this Region serves its users now. Judged while a health check is answered, since nothing runs between
 * invocations; at other times answered from memory.
 */
export class Judge {
  #last: (Judgement & { at: number }) | undefined;
  #running: Promise<Judgement> | undefined;
  #workedAt = Number.NEGATIVE_INFINITY;

  constructor(
    readonly dependencies: readonly Dependency[],
    readonly now: () => number = Date.now,
    readonly checkAll: (dependencies: readonly Dependency[]) => Promise<DependencyHealth[]> = (all) =>
      check(all, judgeTimeoutMs),
  ) {}

  /** Never rejects. Whoever asks while dependencies are used waits for the same judgement. */
  judge(): Promise<Judgement> {
    if (this.#last && this.now() - this.#last.at < judgedSeconds * 1000) {
      return Promise.resolve(this.#last);
    }
    this.#running ??= this.#judge().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #judge(): Promise<Judgement> {
    const dependencies = await this.checkAll(this.dependencies);
    const at = this.now();
    if (dependencies.every(({ status }) => status === "ok")) {
      this.#workedAt = at;
    }
    this.#last = { healthy: at - this.#workedAt < toleratedSeconds * 1000, dependencies, at };
    return this.#last;
  }
}
