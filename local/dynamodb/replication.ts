/** Carries writes from each replica of a table to the others, when the rules say that they arrive. */
import { Stopped } from "../clock";
import type { Clock, TwinContext } from "../context";
import type { DeclaredTable } from "./rules/declared";
import { type Change, isLinkOpen, nextVersion, Outbox, type Version, winners } from "./rules/replication";
import type { AttributeMap, Store } from "./store";

type ItemChange = Change<AttributeMap>;

/** Twin milliseconds from a write until its copy sets out. AWS: usually within a second. */
export const defaultLagMs = 800;
/** How many changes one delivery applies before it lets others run. */
const batchSize = 500;

export class Replication {
  readonly #versions = new Map<string, Map<string, Version>>();
  readonly #links: Link[] = [];

  constructor(
    readonly table: DeclaredTable,
    private readonly stores: ReadonlyMap<string, Store>,
    private readonly context: Pick<TwinContext, "clock" | "faults" | "network" | "events">,
    lagMs: number,
  ) {
    const { clock, faults, network } = context;
    for (const region of table.regions) this.#versions.set(region, new Map());
    for (const from of table.regions) {
      for (const to of table.regions.filter((region) => region !== from)) {
        const halfTrip = network.roundTripMs(network.place(from), network.place(to)) / 2;
        const isOpen = () => isLinkOpen(from, to, table.dataClass, faults);
        const deliver = (changes: ItemChange[]) => this.#deliver(to, changes);
        const onError = (error: unknown) => {
          context.events.add("twin-fault", table.logicalName, `replication from ${from} to ${to} stopped: ${error}`);
        };
        this.#links.push(new Link(from, clock, new Outbox(lagMs + halfTrip), isOpen, deliver, onError));
      }
    }
  }

  /** Takes note of writes just made in a Region. Call it inside that Region's `exclusively`. */
  async written(region: string, keys: Iterable<string>): Promise<void> {
    const versions = this.#versions.get(region)!;
    const store = this.stores.get(region)!;
    const all = [...keys];
    const items = await Promise.all(all.map((key) => store.read(this.table.name, key)));
    for (const [index, key] of all.entries()) {
      const version = nextVersion(this.context.clock.now(), versions.get(key), region);
      versions.set(key, version);
      const item = items[index] ?? null;
      for (const link of this.#links) if (link.from === region) link.send({ key, item, version });
    }
  }

  /** Puts items into every replica at once: what was there before the twin started. */
  async seed(region: string, items: Iterable<AttributeMap>): Promise<void> {
    const versions = this.#versions.get(region)!;
    const changes = Array.from(items, (item) => {
      const key = this.stores.get(region)!.keyOf(this.table.name, item);
      return { key, item, version: nextVersion(this.context.clock.now(), versions.get(key), region) };
    });
    for (const one of this.table.regions) {
      for (let at = 0; at < changes.length; at += batchSize) {
        await this.#deliver(one, changes.slice(at, at + batchSize));
      }
    }
  }

  /** Call it when a fault begins or ends. */
  faultsChanged(): void {
    for (const link of this.#links) link.update();
  }

  /** Writes that have not reached every replica yet. */
  get pending(): number {
    return this.#links.reduce((sum, link) => sum + link.pending, 0);
  }

  #deliver(to: string, changes: ItemChange[]): Promise<void> {
    const store = this.stores.get(to)!;
    const versions = this.#versions.get(to)!;
    return store.exclusively(async () => {
      const winning = winners(versions, changes);
      await store.write(this.table.name, winning.values());
      for (const [key, change] of winning) versions.set(key, change.version);
    });
  }
}

/** One direction between two replicas. It runs only while something waits and the link is open. */
class Link {
  #running = false;
  #arriving = 0;

  constructor(
    readonly from: string,
    private readonly clock: Clock,
    private readonly outbox: Outbox<AttributeMap>,
    private readonly isOpen: () => boolean,
    private readonly deliver: (changes: ItemChange[]) => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {}

  get pending(): number {
    return this.outbox.size + this.#arriving;
  }

  send(change: ItemChange): void {
    this.outbox.push(change, this.clock.now());
    this.update();
  }

  update(): void {
    this.outbox.setOpen(this.isOpen(), this.clock.now());
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    try {
      for (let at = this.outbox.nextAt(); at !== undefined; at = this.outbox.nextAt()) {
        const wait = at - this.clock.now();
        if (wait > 0) await this.clock.sleep(wait);
        const changes = this.outbox.take(this.clock.now(), batchSize);
        this.#arriving = changes.length;
        if (changes.length) await this.deliver(changes);
        this.#arriving = 0;
      }
    } catch (error) {
      // The clock rejects sleepers when the twin stops: nothing is delivered any more.
      if (!(error instanceof Stopped)) this.onError(error);
    } finally {
      this.#running = false;
    }
  }
}
