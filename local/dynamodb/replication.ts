/** Carries writes from each replica of a table to the others, when the rules say that they arrive. */
import { Stopped } from "../clock";
import type { Clock, TwinContext } from "../context";
import type { DeclaredTable } from "./rules/declared";
import { type Change, isLinkOpen, nextVersion, Outbox, type Version, winners } from "./rules/replication";
import type { AttributeMap, Store } from "./store";
import type { WaitingWrites } from "./types";

type ItemChange = Change<AttributeMap>;

/** Twin milliseconds from a write until it is sent to the replicas. AWS: usually within a second. */
export const defaultLagMs = 800;
/** How many changes one delivery applies before it lets others run. */
const batchSize = 500;

export class Replication {
  readonly #versions = new Map<string, Map<string, Version>>();
  readonly #links: Link[] = [];
  readonly #stores: ReadonlyMap<string, Store>;
  readonly #context: Pick<TwinContext, "clock" | "faults" | "network" | "events">;

  constructor(
    readonly table: DeclaredTable,
    stores: ReadonlyMap<string, Store>,
    context: Pick<TwinContext, "clock" | "faults" | "network" | "events">,
    lagMs: number,
  ) {
    this.#stores = stores;
    this.#context = context;
    const { clock, faults, network } = context;
    for (const region of table.regions) {
      this.#versions.set(region, new Map());
    }
    for (const from of table.regions) {
      for (const to of table.regions.filter((region) => region !== from)) {
        const halfTrip = network.roundTripMs(network.place(from), network.place(to)) / 2;
        const ends = [from, to].map((region) => ({ region, service: "dynamodb", resource: table.logicalName }));
        const link = { region: from, peerRegion: to };
        const isOpen = () =>
          isLinkOpen(from, to, table.dataClass, faults) &&
          ![...ends, link].some((target) => faults.effects(target).silent);
        const linkLagMs = () => faults.effects(link).delayMs ?? 0;
        const deliver = (changes: ItemChange[]) => this.#deliver(to, changes);
        const onError = (error: unknown) => {
          context.events.add("twin-fault", table.logicalName, `replication from ${from} to ${to} stopped: ${error}`);
        };
        this.#links.push(
          new Link({ from, to, clock, outbox: new Outbox(lagMs + halfTrip), isOpen, linkLagMs, deliver, onError }),
        );
      }
    }
  }

  /** Takes note of writes just made in a Region. Call it inside that Region's `exclusively`. */
  async written(region: string, keys: Iterable<string>): Promise<void> {
    const versions = this.#versions.get(region)!;
    const store = this.#stores.get(region)!;
    const all = [...keys];
    const items = await Promise.all(all.map((key) => store.read(this.table.name, key)));
    for (const [index, key] of all.entries()) {
      const version = nextVersion(this.#context.clock.now(), versions.get(key), region);
      versions.set(key, version);
      const item = items[index] ?? null;
      for (const link of this.#links) {
        if (link.from === region) {
          link.send({ key, item, version });
        }
      }
    }
  }

  /** Puts items into every replica at once: what was there before the twin started. */
  async seed(region: string, items: Iterable<AttributeMap>): Promise<void> {
    const versions = this.#versions.get(region)!;
    const changes = Array.from(items, (item) => {
      const key = this.#stores.get(region)!.keyOf(this.table.name, item);
      return { key, item, version: nextVersion(this.#context.clock.now(), versions.get(key), region) };
    });
    for (const region of this.table.regions) {
      for (let index = 0; index < changes.length; index += batchSize) {
        await this.#deliver(region, changes.slice(index, index + batchSize));
      }
    }
  }

  /** Call it when a fault begins or ends. */
  faultsChanged(): void {
    for (const link of this.#links) {
      link.update();
    }
  }

  /** Links with writes that wait, or are on their way. */
  waiting(): WaitingWrites[] {
    return this.#links.flatMap(({ from, to, pending }) =>
      pending > 0 ? [{ table: this.table.logicalName, from, to, writes: pending }] : [],
    );
  }

  /** Writes that have not reached every replica yet. */
  get pending(): number {
    return this.#links.reduce((sum, link) => sum + link.pending, 0);
  }

  #deliver(to: string, changes: ItemChange[]): Promise<void> {
    const store = this.#stores.get(to)!;
    const versions = this.#versions.get(to)!;
    return store.exclusively(async () => {
      const winning = winners(versions, changes);
      await store.write(this.table.name, winning.values());
      for (const [key, change] of winning) {
        versions.set(key, change.version);
      }
    });
  }
}

interface LinkOptions {
  from: string;
  to: string;
  clock: Clock;
  outbox: Outbox<AttributeMap>;
  isOpen(): boolean;
  /** What a fault of the link adds to the outbox's delay. */
  linkLagMs(): number;
  deliver(changes: ItemChange[]): Promise<void>;
  onError(error: unknown): void;
}

/** One direction between two replicas. It runs only while something waits and the link is open. */
class Link {
  #running = false;
  #arriving = 0;
  #changed = Promise.withResolvers<void>();

  readonly #options: LinkOptions;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  get from(): string {
    return this.#options.from;
  }

  get to(): string {
    return this.#options.to;
  }

  get pending(): number {
    return this.#options.outbox.size + this.#arriving;
  }

  send(change: ItemChange): void {
    const { outbox, clock } = this.#options;
    outbox.push(change, clock.now());
    if (!this.#running) {
      this.update();
    }
  }

  /** Call it when a fault begins or ends. */
  update(): void {
    const { outbox, clock, isOpen } = this.#options;
    outbox.setOpen(isOpen(), clock.now());
    this.#changed.resolve();
    if (!this.#running) {
      void this.#run();
    }
  }

  async #run(): Promise<void> {
    const { outbox, clock, deliver, onError } = this.#options;
    this.#running = true;
    try {
      for (let index = this.#nextAt(); index !== undefined; index = this.#nextAt()) {
        const wait = index - clock.now();
        // What waits for the end of a lag need not wait longer when that ends sooner.
        this.#changed = Promise.withResolvers();
        if (wait > 0) {
          await Promise.race([clock.sleep(wait), this.#changed.promise]);
        }
        this.#nextAt();
        const changes = outbox.take(clock.now(), batchSize);
        this.#arriving = changes.length;
        if (changes.length) {
          await deliver(changes);
        }
        this.#arriving = 0;
      }
    } catch (error) {
      // The clock rejects sleepers when the twin stops: nothing is delivered any more.
      if (!(error instanceof Stopped)) {
        onError(error);
      }
    } finally {
      this.#running = false;
    }
  }

  /** When the next change arrives with the lag of now, which may still grow. */
  #nextAt(): number | undefined {
    const { outbox, linkLagMs } = this.#options;
    outbox.lagMs = linkLagMs();
    return outbox.nextAt();
  }
}
