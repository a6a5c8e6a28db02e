/** The last net: what no guard has caught is a line on the timeline, and the twin goes on. */
import type { EventEmitter } from "node:events";
import type { Events } from "./context";

const kinds = ["uncaughtException", "unhandledRejection"] as const;

/** `emitter` is the process. The twin keeps no data that a mistake could spoil: what it knows is gone when it stops. */
export function keepGoing(events: Pick<Events, "add">, emitter: EventEmitter = process): void {
  for (const kind of kinds) {
    emitter.on(kind, (error: unknown) => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      events.add("error", "twin", `${kind}: ${text.split("\n").slice(0, 3).join(" ")}`);
      process.stderr.write(`\nThe twin goes on after an error of its own: ${text}\n`);
    });
  }
}
