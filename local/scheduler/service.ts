import type { TwinContext } from "../context";
import { FunctionError, type Lambda } from "../lambda/types";
import { type DeclaredSchedule, declaredSchedules, mayInvoke } from "./rules";
import type { Scheduler } from "./types";

/** From the twin's start to the first run of a schedule, whatever its rate, in twin ms. */
export const firstRunMs = 30_000;

export class Schedules implements Scheduler {
  readonly #ending: (() => void)[] = [];
  /** One after the other: at AWS each Region has processors of its own, here all share these few. */
  #queue: Promise<void> = Promise.resolve();
  readonly #context: Pick<TwinContext, "graph" | "clock" | "events" | "ledger">;
  readonly #lambda: Pick<Lambda, "invoke">;

  constructor(context: Pick<TwinContext, "graph" | "clock" | "events" | "ledger">, lambda: Pick<Lambda, "invoke">) {
    this.#context = context;
    this.#lambda = lambda;
  }

  /**
   * A twin starts as if deployed before: every schedule runs soon, and then at its rate. Not at once: what starts with the twin,
   * and the first people, come first.
   */
  async start(): Promise<void> {
    for (const schedule of declaredSchedules(this.#context.graph)) {
      const run = () => {
        this.#queue = this.#queue.then(() => this.#invoke(schedule));
        return this.#queue;
      };
      const { clock } = this.#context;
      const endFirst = clock.every(firstRunMs, () => {
        endFirst();
        return run();
      });
      this.#ending.push(endFirst, clock.every(schedule.everyMs, run));
    }
  }

  /** What runs ends with its function. */
  async stop(): Promise<void> {
    for (const end of this.#ending) {
      end();
    }
  }

  async #invoke(schedule: DeclaredSchedule): Promise<void> {
    const { graph, events, ledger } = this.#context;
    const { name, region, targetArn } = schedule;
    const decision = mayInvoke(graph, schedule);
    const failed = (why: string) => events.add("schedule", region, `schedule "${name}" in ${region} failed: ${why}`);
    if (!decision.allowed) {
      failed(`its role may not invoke ${targetArn}, ${decision.reason}`);
      return;
    }
    try {
      await this.#lambda.invoke({ functionArn: targetArn, event: {}, trace: ledger.open(region) });
    } catch (error) {
      failed(error instanceof FunctionError ? `${error.errorType}: ${error.message}` : String(error));
    }
  }
}
