/** What incidents observe: health and who serves Canada at a time, and requests of its data. */
import type { Incidents } from "../../local/control/incidents";

export const look = (time: number, healthy: boolean, region: string | null) => ({
  at: time,
  healthy: new Map([["ca-central-1", healthy]]),
  serving: new Map([["CA", region]]),
});

/** A request of Canada's data each second, from `from` to `to`. */
export function serve(incidents: Incidents, from: number, to: number, region: string | null = "ca-west-1"): void {
  for (let time = from; time <= to; time += 1000) {
    incidents.request({ at: time, home: "CA", region, ok: region !== null });
  }
}
