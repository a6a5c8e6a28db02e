import type { Clock, Events } from "../../local/context";
import { FaultBoard } from "../../local/faults/board";
import type { World } from "../../local/faults/types";
import { worldOf } from "../../local/faults/world";
import { serviceModules } from "../../local/services";

/** A board with every service's faults, in any Region, or about what `world` says. */
export function faultBoard(
  clock: Pick<Clock, "now" | "sleep">,
  events: Pick<Events, "add">,
  world: Partial<World> = {},
): FaultBoard {
  return new FaultBoard(clock, events, { ...worldOf(serviceModules), ...world });
}

/** Ends all that are on or wait for their time. */
export function endFaults(faults: Pick<FaultBoard, "list" | "remove">): void {
  for (const { id } of faults.list()) {
    faults.remove(id);
  }
}
