/** What faults do to one call of a service, and to calls that get no response. */
import type { ServerResponse } from "node:http";
import { worst } from "./effects";
import { errorsOf } from "./fields";
import type { Effects, Faults, ServiceError, Target } from "./types";

export interface CallFaults {
  silent: boolean;
  /** How much longer it takes, on the way and there. */
  waitMs: number;
  error: ServiceError | undefined;
}

/**
 * What strikes a call from a Region to resources of one service in a Region. `draw` is the call's: ask with the same one
 * whenever the call is looked at again.
 */
export function callFaults(faults: Faults, from: string, targets: readonly Target[], draw: number): CallFaults {
  const [{ region, service = "" } = {}] = targets;
  const there = worst(
    targets.map((target) => faults.effects(target, draw)),
    errorsOf(faults.world, service),
  );
  const link: Effects =
    from === region || region === undefined ? {} : faults.effects({ region: from, peerRegion: region }, draw);
  return {
    silent: (there.silent ?? link.silent) === true,
    waitMs: (there.delayMs ?? 0) + 2 * (link.delayMs ?? 0),
    error: there.error === undefined ? undefined : faults.world.services[service]?.errors?.[there.error],
  };
}

/** As `callFaults`, for a server that the network serves: the network brings what strikes the whole Region and the way there. */
export function servedFaults(faults: Faults, target: Target & { region: string }, draw: number): CallFaults {
  const call = callFaults(faults, target.region, [target], draw);
  return {
    ...call,
    silent: call.silent && !faults.isDown(target.region),
    waitMs: Math.max(0, call.waitMs - faults.delayMs(target.region)),
  };
}

/** Responses that do not come: the caller's own time-out ends each, or the end of what keeps it back. */
export class Unanswered {
  readonly #waiting = new Map<ServerResponse, () => boolean>();

  constructor(faults: Pick<Faults, "onChange">) {
    faults.onChange(() => {
      for (const [response, isSilent] of this.#waiting) {
        if (!isSilent()) {
          response.destroy();
        }
      }
    });
  }

  keep(response: ServerResponse, isSilent: () => boolean): void {
    this.#waiting.set(response, isSilent);
    response.once("close", () => this.#waiting.delete(response));
  }

  stop(): void {
    for (const response of this.#waiting.keys()) {
      response.destroy();
    }
  }
}
