/** The execution environments of one function: warm ones first, new ones up to a limit, idle ones given back. */
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../context";
import { Environment } from "./environment";
import type { Reaper } from "./reaper";
import { type DeclaredFunction, environmentOf } from "./rules";
import { FunctionError } from "./types";

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
  /** The function's clock, in ms since the epoch. */
  now(): number;
  reaper: Reaper;
  /** Waits for what a new environment waits for, and says in which availability zone it is. Throws where none may start. */
  place(): Promise<string | undefined>;
}

/** An environment with what it is doing. */
interface Slot {
  environment: Environment;
  trace: string | undefined;
  usedAt: number;
  availabilityZone: string | undefined;
}

/** Loading may take 10 s: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-ib */
const initLimitMs = 10_000;
const freeTimeoutMs = 100;
/** Bytes: a twin that runs for days must not fill the disk. */
const longestLog = 5 * 1024 * 1024;

export class FunctionPool {
  readonly #warm: Slot[] = [];
  readonly #all = new Set<Slot>();
  readonly #waiting: { wake(): void; fail(error: Error): void }[] = [];
  #busy = 0;
  #starting = false;
  #closed = false;
  #stops = 0;
  #bundle: string | undefined;
  readonly #options: PoolOptions;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** A file: what the function writes, the oldest first. */
  get log(): string {
    return join(this.#options.folder, "log");
  }

  /** How many processes there are. */
  get size(): number {
    return this.#all.size;
  }

  /** `first` goes before those that wait. `initMs` is set where this invocation was a cold start. Throws FunctionError. */
  invoke(event: string, trace: string, first = false): Promise<{ result: string; initMs: number | undefined }> {
    return this.#options.clock.work(() => this.#invoke(event, trace, first));
  }

  async #invoke(event: string, trace: string, first: boolean) {
    const { clock, declared } = this.#options;
    // https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html : at the reserved concurrency, throttled.
    if (declared.reservedConcurrency !== undefined && this.#busy >= declared.reservedConcurrency) {
      throw new FunctionError("TooManyRequestsException", "Rate Exceeded.");
    }
    this.#busy += 1;
    let slot: Slot | undefined;
    try {
      const taken = await this.#take(trace, first);
      slot = taken.slot;
      const limitMs = this.#limit(declared.timeoutMs);
      const result = await slot.environment.invoke({ requestId: randomUUID(), event, trace, limitMs });
      return { result, initMs: taken.cold ? slot.environment.initMs : undefined };
    } finally {
      this.#busy -= 1;
      if (slot) {
        slot.trace = undefined;
        slot.usedAt = clock.now();
        this.#release(slot);
      }
      this.#waiting.shift()?.wake();
    }
  }

  #release(slot: Slot): void {
    if (slot.environment.alive && this.#all.has(slot)) {
      this.#warm.push(slot);
    } else {
      this.#all.delete(slot);
    }
    slot.environment.freeze();
  }

  /**
   * A warm environment, or a new one. AWS starts one for each concurrent request; each is a process of 55 MB here, so
   * one at a time is started, and only where none has become free for `freeTimeoutMs`, which is less than a cold start.
   */
  async #take(trace: string, first: boolean): Promise<{ slot: Slot; cold: boolean }> {
    let waits = this.#all.size > 0;
    for (let turn = 0; ; turn += 1) {
      if (this.#closed) {
        throw stopped();
      }
      const slot = this.#warm.pop();
      if (slot) {
        slot.trace = trace;
        return { slot, cold: false };
      }
      if (!waits && !this.#starting && this.#all.size < this.#options.maxEnvironments) {
        return { slot: await this.#start(trace), cold: true };
      }
      waits = await this.#wait(first || turn > 0, waits ? freeTimeoutMs : undefined);
    }
  }

  /** False where nothing became free within `limitMs`. Who has waited before does not go behind those who came later. */
  #wait(before: boolean, limitMs: number | undefined): Promise<boolean> {
    return new Promise((resolve, fail) => {
      const waiter = { wake: () => settle(true), fail };
      const timer = limitMs === undefined ? undefined : setTimeout(() => settle(false), limitMs);
      const settle = (woken: boolean) => {
        clearTimeout(timer);
        const index = this.#waiting.indexOf(waiter);
        if (index >= 0) {
          this.#waiting.splice(index, 1);
        }
        resolve(woken);
      };
      if (before) {
        this.#waiting.unshift(waiter);
      } else {
        this.#waiting.push(waiter);
      }
    });
  }

  async #start(trace: string): Promise<Slot> {
    this.#starting = true;
    let slot: Slot | undefined;
    try {
      const stops = this.#stops;
      const availabilityZone = await this.#options.place();
      if (stops !== this.#stops) {
        throw stopped();
      }
      slot = this.#create(availabilityZone);
      slot.trace = trace;
      await slot.environment.init(this.#limit(initLimitMs));
      return slot;
    } catch (error) {
      if (slot) {
        this.#all.delete(slot);
      }
      throw error;
    } finally {
      this.#starting = false;
      this.#waiting.shift()?.wake();
    }
  }

  #create(availabilityZone: string | undefined): Slot {
    const { clock, declared, folder } = this.#options;
    if (!this.#bundle) {
      mkdirSync(folder, { recursive: true });
      this.#bundle = join(folder, "index.js");
      writeFileSync(this.#bundle, declared.code);
    }
    const slot: Slot = { environment: undefined!, trace: undefined, usedAt: clock.now(), availabilityZone };
    const given = this.#options.variables(() => slot.trace);
    const logStream = `[$LATEST]${randomUUID().replaceAll("-", "")}`;
    slot.environment = new Environment({
      declared,
      bundle: this.#bundle,
      logFile: this.log,
      variables: environmentOf(declared, given, logStream),
      now: this.#options.now,
      reaper: this.#options.reaper,
    });
    this.#all.add(slot);
    return slot;
  }

  /** In real time, which is the twin's while functions work, unless the twin is slow. */
  #limit(ms: number): number {
    return Math.max(this.#options.clock.real(ms), ms);
  }

  /** Gives back environments that have been idle for too long, and empties a log that has grown too long. */
  async reclaim(): Promise<void> {
    if (existsSync(this.log) && statSync(this.log).size > longestLog) {
      truncateSync(this.log);
    }
    const oldest = this.#options.clock.now() - this.#options.idleMs;
    const idle = this.#warm.filter((slot) => slot.usedAt <= oldest || !slot.environment.alive);
    await this.#drop(idle);
  }

  /** Kills every environment; running and waiting invocations fail. */
  async stop(): Promise<void> {
    this.#stops += 1;
    for (const { fail } of this.#waiting.splice(0)) {
      fail(stopped());
    }
    await this.#drop([...this.#all]);
  }

  /** As `stop`, for good: who is still on the way here starts no process any more. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.stop();
  }

  /** Kills the environments in an availability zone; what runs there fails. */
  async lose(availabilityZone: string): Promise<void> {
    await this.#drop([...this.#all].filter((slot) => slot.availabilityZone === availabilityZone));
  }

  async #drop(slots: Slot[]) {
    for (const slot of slots) {
      this.#all.delete(slot);
      const index = this.#warm.indexOf(slot);
      if (index >= 0) {
        this.#warm.splice(index, 1);
      }
    }
    await Promise.all(slots.map((slot) => slot.environment.stop()));
  }
}

const stopped = () => new FunctionError("ServiceException", "Lambda has stopped");
