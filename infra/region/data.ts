import * as pulumi from "@pulumi/pulumi";
import { JurisdictionTable } from "../shared/jurisdiction-table";
import { type Foundation, tags } from "./foundation";

/** The tables of the jurisdiction: what organizations keep here, and the signing keys that outlive a Region. */
export class Data extends pulumi.ComponentResource {
  /** Preferences of each user: organization, then subject. */
  readonly profiles: JurisdictionTable;
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
    this.signingKeys = new JurisdictionTable(
      `${name}-signing-keys`,
      { ...common, table: "signing-keys", tags: tags(on, "operational") },
      { parent: this },
    );
    this.registerOutputs();
  }
}
