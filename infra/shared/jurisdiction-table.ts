import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { jurisdictionTableName } from "../../model/names";
import { type RegionStack, regionsOf } from "../../model/topology";
import type { Tags } from "./tags";

export interface JurisdictionTableArgs {
  project: string;
  /** Last part of the table's name. */
  table: string;
  stack: RegionStack;
  accountId: pulumi.Input<string>;
  partitionKey: string;
  rangeKey?: string;
  /** Attribute with the second since the epoch after which DynamoDB may delete an item, in every replica. @default none */
  expiresAt?: string;
  keyArn: pulumi.Input<string>;
  deletionProtection: boolean;
  tags: Tags;
}

/**
 * A table that lives in one jurisdiction: the primary's stack holds it, the standby's stack its replica. Each with the
 * key of its own Region, and each in its own stack, so that a Region can be destroyed without the other.
 */
export class JurisdictionTable extends pulumi.ComponentResource {
  readonly tableName: string;
  /** ARN of the replica in this stack's Region. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: JurisdictionTableArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:JurisdictionTable", name, {}, opts);
    this.tableName = jurisdictionTableName(args.project, args.stack.jurisdiction, args.table);
    if (args.stack.role === "primary") {
      this.#table(name, args);
    } else {
      this.#replica(name, args);
    }
    // Not the resource's own `arn`: a replica's is known only after creation, policies name it before.
    this.arn = pulumi.interpolate`arn:aws:dynamodb:${args.stack.region}:${args.accountId}:table/${this.tableName}`;
    this.registerOutputs({ tableName: this.tableName, arn: this.arn, role: args.stack.role });
  }

  #table(name: string, args: JurisdictionTableArgs) {
    const keys = [args.partitionKey, ...(args.rangeKey ? [args.rangeKey] : [])];
    return new aws.dynamodb.Table(
      name,
      {
        name: this.tableName,
        billingMode: "PAY_PER_REQUEST",
        hashKey: args.partitionKey,
        ...(args.rangeKey && { rangeKey: args.rangeKey }),
        attributes: keys.map((key) => ({ name: key, type: "S" })),
        // A global table replicates by its stream, old and new images both.
        streamEnabled: true,
        streamViewType: "NEW_AND_OLD_IMAGES",
        // The replicas take it over: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
        ...(args.expiresAt && { ttl: { attributeName: args.expiresAt, enabled: true } }),
        pointInTimeRecovery: { enabled: true },
        serverSideEncryption: { enabled: true, kmsKeyArn: args.keyArn },
        deletionProtectionEnabled: args.deletionProtection,
        tags: args.tags,
      },
      // Without this the next update would delete the standby stack's replica:
      // https://github.com/hashicorp/terraform-provider-aws/issues/38968
      { parent: this, ignoreChanges: ["replicas"] },
    );
  }

  #replica(name: string, args: JurisdictionTableArgs) {
    const [primaryRegion] = regionsOf(args.stack.jurisdiction);
    return new aws.dynamodb.TableReplica(
      name,
      {
        globalTableArn: pulumi.interpolate`arn:aws:dynamodb:${primaryRegion}:${args.accountId}:table/${this.tableName}`,
        kmsKeyArn: args.keyArn,
        pointInTimeRecovery: true,
        deletionProtectionEnabled: args.deletionProtection,
        tags: args.tags,
      },
      { parent: this },
    );
  }
}
