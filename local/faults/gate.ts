/** Where requests meet the faults of the service that they are for. */
import type { ServerResponse } from "node:http";
import type { Clock } from "../context";
import { type CallFaults, servedFaults, Unanswered } from "./call";
import type { Faults, ServiceError } from "./types";

export class FaultGate {
  readonly #unanswered: Unanswered;
  readonly #context: { clock: Pick<Clock, "sleep">; faults: Faults };

  constructor(context: { clock: Pick<Clock, "sleep">; faults: Faults }) {
    this.#context = context;
    this.#unanswered = new Unanswered(context.faults);
  }

  /**
   * Lets a request through after what slows it. Returns the error that is to be answered instead, or `silent`: the
   * response is kept back until the fault is over, and then ends without a response.
   */
  async pass(response: ServerResponse, now: () => CallFaults): Promise<ServiceError | "silent" | undefined> {
    const { waitMs } = now();
    if (waitMs > 0) {
      await this.#context.clock.sleep(waitMs);
    }
    const { silent, error } = now();
    if (!silent) {
      return error;
    }
    this.#unanswered.keep(response, () => now().silent);
    return "silent";
  }

  /** The same for a server that the network serves. */
  passServed(response: ServerResponse, target: { region: string; service: string; resource?: string }) {
    const draw = Math.random();
    return this.pass(response, () => servedFaults(this.#context.faults, target, draw));
  }

  stop(): void {
    this.#unanswered.stop();
  }
}
