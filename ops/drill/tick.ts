/** What one client met in one turn: it reads its profile, then writes the next number into it. Times are ms of the system drilled. */
export interface Tick {
  client: string;
  place: string;
  /** `new`: a connection of its own and a name that is resolved anew. `kept`: as long as nobody ends it. */
  connection: "new" | "kept";
  began: number;
  ended: number;
  /** Read and written. */
  ok: boolean;
  /** `ok`, or what was answered: a status, or the network's error. */
  outcome: string;
  /** Who served it: the Region, as the API says; null where nobody did. */
  region: string | null;
  /** The number that was read; null where none was. */
  read: number | null;
  /** The number that was to be written, null where it did not come to that. */
  wrote: number | null;
  /** Whether the write was acknowledged. One that is neither that nor refused may have happened. */
  write: "acknowledged" | "refused" | "unknown" | null;
}
