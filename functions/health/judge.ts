import { check, type Dependency, type DependencyHealth } from "../shared/dependencies";

/** Health checkers wait 2 s for a response: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html */
export const judgeTimeoutMs = 1000;
/** Checks come about once a second in all; the dependencies are used no more often than this. */
export const judgedSeconds = 5;
/** Failed judgements in a row that change nothing: a blip moves nobody. */
export const toleratedFailures = 1;

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
  #failures = 0;

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
    const failed = dependencies.some(({ status }) => status === "failed");
    this.#failures = failed ? this.#failures + 1 : 0;
    this.#last = { healthy: this.#failures <= toleratedFailures, dependencies, at: this.now() };
    return this.#last;
  }
}
