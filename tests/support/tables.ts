/** Declared tables and a role, as the stacks would declare them, and the real AWS SDK on the twin's endpoints. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Graph, Resource } from "../../graph/graph";
import type { TwinContext } from "../../local/context";
import { GlobalTables } from "../../local/dynamodb/service";
import { AccessKeys } from "../../local/iam/service";
import type { Credentials } from "../../local/iam/types";
import { graphOf, resource } from "./twin-context";

const account = "123456789012";
export const roleArn = `arn:aws:iam::${account}:role/profile`;
export const registry = "home-region-registry";
export const profiles = "home-region-ca-profiles";

const arnOf = (region: string, table: string) => `arn:aws:dynamodb:${region}:${account}:table/${table}`;
export const profilesArn = arnOf("ca-central-1", profiles);
export const keyArn = `arn:aws:kms:ca-central-1:${account}:key/profiles`;

/** A registry in four Regions, a profile table in two, and a role with `statements`. `key` encrypts the profiles. */
export function tablesGraph(options: { statements?: object[]; items?: Resource[]; key?: boolean } = {}): Graph {
  const table = (name: string, physical: string, dataClass: string, rest: object) =>
    resource(
      "aws:dynamodb/table:Table",
      name,
      {
        name: physical,
        hashKey: "pk",
        attributes: [{ name: "pk", type: "S" }],
        billingMode: "PAY_PER_REQUEST",
        tags: { "data-class": dataClass },
        ...rest,
      },
      { id: physical, region: "ca-central-1", outputs: { arn: arnOf("ca-central-1", physical) } },
    );
  const replica = (name: string, region: string) =>
    resource("aws:dynamodb/tableReplica:TableReplica", name, { globalTableArn: profilesArn }, { region });
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: options.statements ?? [] });
  const registryReplicas = ["ca-west-1", "us-east-1", "us-west-2"].map((regionName) => ({ regionName }));
  return graphOf(
    table("registry", registry, "routing", { replicas: registryReplicas }),
    table("profiles", profiles, "personal", {
      attributes: [
        { name: "pk", type: "S" },
        { name: "organization", type: "S" },
      ],
      globalSecondaryIndexes: [{ name: "by-organization", hashKey: "organization", projectionType: "ALL" }],
      ...(options.key ? { serverSideEncryption: { enabled: true, kmsKeyArn: keyArn } } : {}),
    }),
    replica("profiles-west", "ca-west-1"),
    resource("aws:iam/role:Role", "profile", { inlinePolicies: [{ policy }] }, { outputs: { arn: roleArn } }),
    ...(options.items ?? []),
  );
}

/** Tables together with the access keys that their calls are made with. */
export class KeyedTables extends GlobalTables {
  constructor(
    context: TwinContext,
    readonly keys = new AccessKeys(context),
  ) {
    super(context, keys);
  }

  issue(...options: Parameters<AccessKeys["issue"]>): Credentials {
    return this.keys.issue(...options);
  }

  operator(): Credentials {
    return this.keys.operator();
  }
}

/** The SDK as a function in `region` has it. Give `attempts` 1 where a test waits for a refusal or for silence. */
export function sdk(
  tables: KeyedTables,
  region: string,
  credentials: Credentials = tables.operator(),
  options: { endpointOf?: string; attempts?: number } = {},
): DynamoDBClient {
  return new DynamoDBClient({
    region,
    endpoint: tables.endpoint(options.endpointOf ?? region),
    credentials,
    maxAttempts: options.attempts ?? 3,
  });
}
