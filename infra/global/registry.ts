import { randomBytes } from "node:crypto";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { registryTableName } from "../../model/names";
import { allRegions, registryRegion } from "../../model/topology";
import type { AsOutputs, GlobalOutputs } from "../outputs";
import { Key } from "../shared/key";
import type { Part } from "../shared/part";
import { tagsFor } from "../shared/tags";

export interface RegistryArgs {
  project: string;
  accountId: pulumi.Input<string>;
  deletionProtection: boolean;
}

const tags = tagsFor("routing", "any");

/**
 * Organization → home: written in one Region, replicated to every Region of the topology, each replica with a key of its
 * own. It is the one table in every jurisdiction, so it holds opaque ids and keyed hashes only (model/registry.ts).
 */
export class Registry extends pulumi.ComponentResource implements Part {
  /** The hash key is secret; made once, then kept. */
  readonly outputs: AsOutputs<Pick<GlobalOutputs, "registryTableName" | "registryKeyArns" | "registryHashKey">>;

  constructor(name: string, args: RegistryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("home-region:infra:Registry", name, {}, opts);
    const keys = createKeys(name, args, this);
    const hashSecret = createHashSecret(name, args, keys[registryRegion]!, this);
    // Made before the table and so deleted after it: where the table refuses to go, its key stays.
    const table = createTable(name, args, keys, { parent: this, dependsOn: [hashSecret] });
    const registryKeyArns = pulumi.output(
      Object.fromEntries(Object.entries(keys).map(([region, key]) => [region, key.arn])),
    );
    this.outputs = { registryTableName: table.name, registryKeyArns, registryHashKey: hashSecret.value };
    this.registerOutputs({ tableName: table.name, streamArn: table.streamArn, hashKeyParameter: hashSecret.name });
  }
}

function createKeys(name: string, args: RegistryArgs, parent: pulumi.Resource): Record<string, Key> {
  const entries = allRegions().map((region) => {
    const description = `Registry of organizations, replica in ${region}`;
    const keyArgs = { description, accountId: args.accountId, region, usedBy: ["tables"], tags } as const;
    return [region, new Key(`${name}-${region}`, keyArgs, { parent })] as const;
  });
  return Object.fromEntries(entries);
}

function createTable(name: string, args: RegistryArgs, keys: Record<string, Key>, opts: pulumi.CustomResourceOptions) {
  const replicaRegions = allRegions().filter((region) => region !== registryRegion);
  return new aws.dynamodb.Table(
    name,
    {
      region: registryRegion,
      name: registryTableName(args.project),
      billingMode: "PAY_PER_REQUEST",
      hashKey: "pk",
      attributes: [{ name: "pk", type: "S" }],
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: args.deletionProtection,
      serverSideEncryption: { enabled: true, kmsKeyArn: keys[registryRegion]!.arn },
      // MREC: no Canadian Region is in a set for strong consistency.
      // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html
      replicas: replicaRegions.map((regionName) => ({
        regionName,
        kmsKeyArn: keys[regionName]!.arn,
        pointInTimeRecovery: true,
        deletionProtectionEnabled: args.deletionProtection,
        propagateTags: true,
      })),
      tags,
    },
    opts,
  );
}

/**
 * The program's random value is used at creation only: afterwards changes are ignored and the stored one is handed on.
 * docs/decisions/0003-registry-hash-key.md
 */
function createHashSecret(name: string, args: RegistryArgs, key: Key, parent: pulumi.Resource) {
  return new aws.ssm.Parameter(
    `${name}-hash-key`,
    {
      region: registryRegion,
      name: `/${args.project}/registry/hash-key`,
      description: "Keys the hashes of organization names and e-mail domains in the registry",
      type: aws.ssm.ParameterType.SecureString,
      keyId: key.arn,
      value: pulumi.secret(randomBytes(32).toString("base64url")),
      tags,
    },
    { parent, ignoreChanges: ["value"], additionalSecretOutputs: ["value"] },
  );
}
