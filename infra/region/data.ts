import * as pulumi from "@pulumi/pulumi";
import { JurisdictionTable } from "../shared/jurisdiction-table";
import { type Foundation, tags } from "./foundation";

/** The tables of the jurisdiction: what organizations keep here, answers that may be asked for again, and signing keys that outlive a Region. */
export class Data extends pulumi.ComponentResource {
  /** Preferences of each user: organization, then subject. */
  readonly profiles: JurisdictionTable;
  /** Answers to writes that carried an idempotency key, until they expire. An answer can hold what was written. */
  readonly idempotency: JurisdictionTable;
  /** Public signing keys of the jurisdiction's pools, so that sessions go on while a pool's Region is gone. */
  readonly signingKeys: JurisdictionTable;

  constructor(name: string, on: Foundation, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:Data", name, {}, opts);
    const { config, accountId } = on;
    const common = {
      project: config.project,
      stack: config,
      accountId,
      keyArn: on.key.arn,
      deletionProtection: config.deletionProtection,
      hashKey: "pk",
    };
    this.profiles = new JurisdictionTable(
      `${name}-profiles`,
      { ...common, table: "profiles", rangeKey: "sk", tags: tags(on, "personal") },
      { parent: this },
    );
    this.idempotency = new JurisdictionTable(
      `${name}-idempotency`,
      { ...common, table: "idempotency", expiresAt: "expiresAt", tags: tags(on, "personal") },
      { parent: this },
    );
    this.signingKeys = new JurisdictionTable(
      `${name}-signing-keys`,
      { ...common, table: "signing-keys", tags: tags(on, "operational") },
      { parent: this },
    );
    this.registerOutputs();
  }
}
