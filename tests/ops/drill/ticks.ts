import type { Log } from "../../../ops/drill/judge";
import type { Tick } from "../../../ops/drill/tick";

export const [primary, standby] = ["ca-central-1", "ca-west-1"];
const names = ["Toronto", "Vancouver"].flatMap((place) =>
  (["new", "kept"] as const).map((connection) => ({ place, connection, client: `${place}, ${connection} connection` })),
);

/** Seconds of a drill in which the fault is at 30 s and over at 90 s. */
export const [faultAt, clearedAt, endedAt] = [30_000, 90_000, 200_000];

/** A turn each 2 s of each client, in which all is well, as `change` has it. It reads what it wrote last. */
export function logOf(change: (tick: Tick, index: number) => Partial<Tick> = () => ({}), more: Partial<Log> = {}): Log {
  const ticks = names.flatMap(({ place, connection, client }) =>
    Array.from({ length: 100 }, (_, index): Tick => {
      const usual: Tick = {
        client,
        place,
        connection,
        began: index * 2000,
        ended: index * 2000 + 100,
        ok: true,
        outcome: "ok",
        region: primary,
        read: index,
        wrote: index + 1,
        write: "acknowledged",
      };
      return { ...usual, ...change(usual, index) };
    }),
  );
  return { ticks, faultAt, clearedAt, endedAt, regions: [primary, standby], crossings: 0, credible: true, ...more };
}

export const refused: Partial<Tick> = {
  ok: false,
  outcome: "read: ETIMEDOUT",
  region: null,
  read: null,
  wrote: null,
  write: null,
};

/** Refused from the fault on for 20 s, then served by the standby, and by the primary from 120 s on where the name is resolved anew. */
export const failedOver = (tick: Tick): Partial<Tick> => {
  if (tick.began >= faultAt && tick.began < faultAt + 20_000) {
    return refused;
  }
  const away = tick.began >= faultAt && (tick.connection === "kept" || tick.began < 120_000);
  return { region: away ? standby : primary };
};
