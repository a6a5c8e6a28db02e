/**
 * How replicas of a global table (2019.11.21, eventually consistent) come to agree: pure functions.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
 */
import type { DataClass } from "../../../model/topology";

/** When an item was last written, and where. `at` is in ms of the twin's time. */
export interface Version {
  readonly at: number;
  readonly sequence: number;
  readonly region: string;
}

/** An item as a write left it: `item` null where it deleted it. `key` identifies the item within its table. */
export interface Change<Item = unknown> {
  readonly key: string;
  readonly item: Item | null;
  readonly version: Version;
}

/** Last writer wins. Equal times are not documented; any order will do that every replica agrees on. */
export function isNewer(candidate: Version, current: Version | undefined): boolean {
  if (!current) {
    return true;
  }
  if (candidate.at !== current.at) {
    return candidate.at > current.at;
  }
  if (candidate.sequence !== current.sequence) {
    return candidate.sequence > current.sequence;
  }
  return candidate.region > current.region;
}

/** The version of a write made now. It is newer than what its replica has seen of the item, whatever the clocks say. */
export function nextVersion(now: number, seen: Version | undefined, region: string): Version {
  if (!seen || now > seen.at) {
    return { at: now, sequence: 0, region };
  }
  return { at: seen.at, sequence: seen.sequence + 1, region };
}

/** Of the changes that arrive at a replica, the ones that stay: the newest of each item, where it beats what is there. */
export function winners<Item>(
  current: ReadonlyMap<string, Version>,
  arriving: readonly Change<Item>[],
): Map<string, Change<Item>> {
  const winning = new Map<string, Change<Item>>();
  for (const change of arriving) {
    if (isNewer(change.version, winning.get(change.key)?.version ?? current.get(change.key))) {
      winning.set(change.key, change);
    }
  }
  return winning;
}

/** What stands in the way of replication between two Regions, for a table of this data class. */
export interface LinkFaults {
  isDown(region: string): boolean;
  isCutOff(region: string): boolean;
}

/** Replication runs while both Regions are up and, for the registry, neither replica is cut off. */
export function isLinkOpen(from: string, to: string, dataClass: DataClass, faults: LinkFaults): boolean {
  return [from, to].every((region) => !faults.isDown(region) && !isUnanswering(region, dataClass, faults));
}

/** The fault `registry-cut-off` is about tables of class `routing` only. */
export function isUnanswering(region: string, dataClass: DataClass, faults: LinkFaults): boolean {
  return dataClass === "routing" && faults.isCutOff(region);
}

/**
 * Writes that wait to be delivered to one other replica, in the order in which they were made.
 * Nothing is dropped while the link is closed: AWS delivers what is pending when a Region is back. How soon is not
 * documented, so here the lag starts again when the link opens.
 */
export class Outbox<Item = unknown> {
  #waiting: { change: Change<Item>; since: number }[] = [];
  #openSince: number | undefined = Number.NEGATIVE_INFINITY;
  /** What a fault adds to the delay, now. */
  lagMs = 0;

  /** `delayMs` is from the write to its arrival: lag and half a round trip. */
  constructor(readonly delayMs: number) {}

  get size(): number {
    return this.#waiting.length;
  }

  push(change: Change<Item>, now: number): void {
    this.#waiting.push({ change, since: now });
  }

  setOpen(open: boolean, now: number): void {
    if (!open) {
      this.#openSince = undefined;
    } else {
      this.#openSince ??= now;
    }
  }

  /** When the next change arrives; undefined while nothing waits or the link is closed. */
  nextAt(): number | undefined {
    const first = this.#waiting[0];
    if (!first || this.#openSince === undefined) {
      return undefined;
    }
    return Math.max(first.since, this.#openSince) + this.delayMs + this.lagMs;
  }

  /** Removes and returns what has arrived by `now`, at most `limit` changes. */
  take(now: number, limit: number): Change<Item>[] {
    const openSince = this.#openSince;
    if (openSince === undefined) {
      return [];
    }
    const arrived = (since: number) => Math.max(since, openSince) + this.delayMs + this.lagMs <= now;
    let count = 0;
    while (count < limit && count < this.#waiting.length && arrived(this.#waiting[count]!.since)) {
      count++;
    }
    return this.#waiting.splice(0, count).map((entry) => entry.change);
  }
}
