/** The declared tables brought to life: a store and an endpoint per Region, replication between them. */

import { InvalidInput } from "../../model/invalid-input";
import { allRegions } from "../../model/topology";
import type { TwinContext } from "../context";
import { ofRegion } from "../http/loopback";
import type { Iam } from "../iam/types";
import { RegionalApi } from "./api";
import { Front } from "./front";
import { defaultLagMs, Replication } from "./replication";
import { type DeclaredTable, declaredTables } from "./rules/declared";
import { type AttributeMap, Store } from "./store";
import { TableKeys } from "./table-keys";
import type { DynamoDb, WaitingWrites } from "./types";

export class GlobalTables implements DynamoDb {
  readonly #tables: ReadonlyMap<string, DeclaredTable>;
  readonly #stores = new Map<string, Store>();
  readonly #fronts = new Map<string, Front>();
  readonly #replications = new Map<string, Replication>();

  readonly #context: TwinContext;
  readonly #callers: Pick<Iam, "holderOf">;
  readonly #lagMs: number;

  /** `lagMs` of the twin's time from a write to its replicas, besides half a round trip. Throws for tables that do not fit. */
  constructor(context: TwinContext, callers: Pick<Iam, "holderOf">, lagMs = defaultLagMs) {
    this.#context = context;
    this.#callers = callers;
    this.#lagMs = lagMs;
    this.#tables = new Map(declaredTables(context.graph).map((table) => [table.name, table]));
  }

  async start(): Promise<void> {
    const tables = [...this.#tables.values()];
    const account = tables[0]?.account ?? "000000000000";
    const regions = new Set([...allRegions(), ...tables.flatMap((table) => table.regions)]);
    for (const region of regions) {
      this.#stores.set(region, new Store(region, account));
    }
    for (const table of tables) {
      await this.#create(table);
    }
    const apis = new Map<string, RegionalApi>();
    const { clock, faults } = this.#context;
    const now = () => clock.now();
    for (const [region, store] of this.#stores) {
      const keys = new TableKeys(region, clock, faults);
      apis.set(region, new RegionalApi(region, account, store, this.#tables, this.#replications, now, keys));
      this.#fronts.set(region, new Front(region, apis, this.#tables, this.#callers, this.#context));
    }
    await Promise.all([...this.#fronts.values()].map((front) => front.start()));
    faults.onChange(() => this.#faultsChanged());
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#fronts.values()].map((front) => front.stop()));
    await Promise.all([...this.#stores.values()].map((store) => store.close()));
    this.#fronts.clear();
    this.#stores.clear();
  }

  endpoint(region: string): string {
    return ofRegion(this.#fronts, region).endpoint;
  }

  /** `table` by its physical or its logical name. */
  async peek(table: string, region: string, key: AttributeMap): Promise<AttributeMap | undefined> {
    const store = ofRegion(this.#stores, region);
    const name = this.#physicalName(table);
    return store.read(name, store.keyOf(name, key));
  }

  /**
   * Puts items into every replica of a table at once, as if written long ago in `region`: past conditions, permissions,
   * faults and ledger. For what a twin starts with. Throws ValidationException for an item that does not fit the table.
   */
  async load(table: string, region: string, items: Iterable<AttributeMap>): Promise<void> {
    const name = this.#physicalName(table);
    const all = [...items];
    const store = ofRegion(this.#stores, region);
    for (const item of all) {
      store.requireValid(name, { item });
    }
    await this.#replications.get(name)!.seed(region, all);
  }

  /** Writes that have not reached every replica yet, by physical table name. */
  pending(): Record<string, number> {
    return Object.fromEntries([...this.#replications].map(([name, replication]) => [name, replication.pending]));
  }

  waiting(): WaitingWrites[] {
    return [...this.#replications.values()].flatMap((replication) => replication.waiting());
  }

  async #create(table: DeclaredTable): Promise<void> {
    for (const region of table.regions) {
      await this.#stores.get(region)!.createTable(table.definition);
    }
    const replication = new Replication(table, this.#stores, this.#context, this.#lagMs);
    this.#replications.set(table.name, replication);
    for (const { region, item } of table.items) {
      await replication.seed(region, [item]);
    }
  }

  #faultsChanged(): void {
    for (const front of this.#fronts.values()) {
      front.faultsChanged();
    }
    for (const replication of this.#replications.values()) {
      replication.faultsChanged();
    }
  }

  #physicalName(table: string): string {
    if (this.#tables.has(table)) {
      return table;
    }
    const named = [...this.#tables.values()].find((candidate) => candidate.logicalName === table);
    if (named) {
      return named.name;
    }
    const names = [...this.#tables.keys()].join(", ");
    throw new InvalidInput(`table is ${JSON.stringify(table)}; declared are ${names || "none"}`);
  }
}
