import * as pulumi from "@pulumi/pulumi";
import { regionsTable } from "../../model/evacuation";
import type { AlarmSpec } from "../shared/alarm";
import { JurisdictionTable } from "../shared/jurisdiction-table";
import type { Part } from "../shared/part";
import type { RegionArgs } from "./context";
import { tableAlarms } from "./table-alarms";

/** The tables of the jurisdiction: what organizations keep here, answers that may be asked for again, signing keys that outlive a Region, and orders. */
export class Data extends pulumi.ComponentResource implements Part {
  /** Preferences of each user: organization, then subject. */
  readonly profiles: JurisdictionTable;
  /** Answers to writes that carried an idempotency key, until they expire. An answer can hold what was written. */
  readonly idempotency: JurisdictionTable;
  /** Public signing keys of the jurisdiction's pools, so that sessions go on while a pool's Region is gone. */
  readonly signingKeys: JurisdictionTable;
  /** What operators order of the jurisdiction's Regions. */
  readonly regions: JurisdictionTable;
  readonly alarms: readonly AlarmSpec[];
  readonly outputs: { profileTableName: string };

  constructor(name: string, { ctx }: RegionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:Data", name, {}, opts);
    const { config, accountId } = ctx;
    const common = {
      project: config.project,
      stack: config,
      accountId,
      keyArn: ctx.keyArn,
      deletionProtection: config.deletionProtection,
      partitionKey: "pk",
    };
    this.profiles = new JurisdictionTable(
      `${name}-profiles`,
      { ...common, table: "profiles", rangeKey: "sk", tags: ctx.tags("personal") },
      { parent: this },
    );
    this.idempotency = new JurisdictionTable(
      `${name}-idempotency`,
      { ...common, table: "idempotency", expiresAt: "expiresAt", tags: ctx.tags("personal") },
      { parent: this },
    );
    this.signingKeys = new JurisdictionTable(
      `${name}-signing-keys`,
      { ...common, table: "signing-keys", tags: ctx.tags("operational") },
      { parent: this },
    );
    this.regions = new JurisdictionTable(
      `${name}-regions`,
      { ...common, table: regionsTable, tags: ctx.tags("operational") },
      { parent: this },
    );
    const tables = {
      profiles: this.profiles,
      idempotency: this.idempotency,
      "signing-keys": this.signingKeys,
      regions: this.regions,
    };
    this.alarms = Object.entries(tables).flatMap(([label, { tableName }]) =>
      tableAlarms(`${name}-${label}`, tableName, config),
    );
    this.outputs = { profileTableName: this.profiles.tableName };
    this.registerOutputs({
      tableNames: Object.values(tables).map(({ tableName }) => tableName),
    });
  }
}
