/** The execution environments of one function: warm ones first, new ones up to a limit, idle ones given back. */
import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Clock, FunctionError } from "../context";
import { Environment } from "./environment";
import { type DeclaredFunction, environmentOf } from "./rules";

export interface PoolOptions {
  clock: Clock;
  declared: DeclaredFunction;
  /** A folder of the function's own. */
  folder: string;
  /** Most processes at a time. It is this machine's limit, not AWS's: more invocations wait. */
  maxEnvironments: number;
  /** An environment unused for so long is given back, in ms of the twin. */
  idleMs: number;
  /** Variables that the twin gives besides the declared ones; `trace` tells the running invocation's. */
  variables(trace: () => string | undefined): Record<string, string>;
}

/** An environment with what it is doing. */
interface Slot {
  environment: Environment;
  trace: string | undefined;
  usedAt: number;
}

/** Loading may take 10 s: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
const initLimitMs = 10_000;
/** Speed does not make this machine's processor faster: no limit gets shorter than this in real time. */
const shortestLimitMs = 2_000;

export class FunctionPool {
  readonly #warm: Slot[] = [];
  readonly #all = new Set<Slot>();
  readonly #waiting: (() => void)[] = [];
  #busy = 0;
  #bundle: string | undefined;

  constructor(private readonly options: PoolOptions) {}

  /** How many processes there are. */
  get size(): number {
    return this.#all.size;
  }

  /** `initMs` is set where this invocation was a cold start. Throws FunctionError. */
  async invoke(event: string, trace: string): Promise<{ answer: string; initMs: number | undefined }> {
    const { declared, maxEnvironments } = this.options;
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html : at the reserved concurrency, throttled.
    if (declared.reservedConcurrency !== undefined && this.#busy >= declared.reservedConcurrency) {
      throw new FunctionError("TooManyRequestsException", "Rate Exceeded.");
    }
    this.#busy += 1;
    try {
      // Whoever gives a place up hands it on, so that nobody passes those who wait.
      if (this.#busy > maxEnvironments) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      return await this.#run(event, trace);
    } finally {
      this.#busy -= 1;
      this.#waiting.shift()?.();
    }
  }

  async #run(event: string, trace: string) {
    const { clock, declared } = this.options;
    const warm = this.#warm.pop();
    const slot = warm ?? this.#create();
    slot.trace = trace;
    try {
      if (!warm) await slot.environment.init(this.#limit(initLimitMs));
      const limitMs = this.#limit(declared.timeoutMs);
      const answer = await slot.environment.invoke({ requestId: randomUUID(), event, trace, limitMs });
      return { answer, initMs: warm ? undefined : slot.environment.initMs };
    } finally {
      slot.trace = undefined;
      slot.usedAt = clock.now();
      if (slot.environment.alive) this.#warm.push(slot);
      else this.#all.delete(slot);
    }
  }

  #create(): Slot {
    const { clock, declared, folder } = this.options;
    if (!this.#bundle) {
      mkdirSync(folder, { recursive: true });
      this.#bundle = join(folder, "index.js");
      writeFileSync(this.#bundle, declared.code);
    }
    const slot: Slot = { environment: undefined!, trace: undefined, usedAt: clock.now() };
    const given = this.options.variables(() => slot.trace);
    const logStream = `[$LATEST]${randomUUID().replaceAll("-", "")}`;
    slot.environment = new Environment({
      declared,
      bundle: this.#bundle,
      logFile: join(folder, "log"),
      variables: environmentOf(declared, given, logStream),
    });
    this.#all.add(slot);
    return slot;
  }

  #limit(ms: number): number {
    return Math.max(this.options.clock.real(ms), Math.min(ms, shortestLimitMs));
  }

  /** Gives back environments that have been idle for too long. */
  async reclaim(): Promise<void> {
    const oldest = this.options.clock.now() - this.options.idleMs;
    const idle = this.#warm.filter((slot) => slot.usedAt <= oldest || !slot.environment.alive);
    await this.#drop(idle);
  }

  /** Kills every environment; running invocations fail. */
  async stop(): Promise<void> {
    await this.#drop([...this.#all]);
  }

  async #drop(slots: Slot[]) {
    for (const slot of slots) {
      this.#all.delete(slot);
      const index = this.#warm.indexOf(slot);
      if (index >= 0) this.#warm.splice(index, 1);
    }
    await Promise.all(slots.map((slot) => slot.environment.stop()));
  }
}
