/** What every component of a region stack is built on. */
import * as pulumi from "@pulumi/pulumi";
import type { DataClass } from "../../model/topology";
import type { RegionConfig } from "../config";
import type { AsOutputs, GlobalOutputs } from "../outputs";
import type { JurisdictionTable } from "../shared/jurisdiction-table";
import type { Key } from "../shared/key";
import { LambdaFunction, type LambdaFunctionArgs, type Permission } from "../shared/lambda";
import { type Tags, tagsFor } from "../shared/tags";

export interface Foundation {
  config: RegionConfig;
  global: AsOutputs<GlobalOutputs>;
  accountId: pulumi.Output<string>;
  /** The Region's own key: tables, logs and function settings. */
  key: Key;
}

export function tags(on: Foundation, dataClass: DataClass): Tags {
  return tagsFor(dataClass, on.config.jurisdiction);
}

/** A function with the environment that all of them share. */
export function regionFunction(
  name: string,
  on: Foundation,
  args: Omit<LambdaFunctionArgs, "keyArn" | "logRetentionDays">,
  opts: pulumi.ComponentResourceOptions,
): LambdaFunction {
  const environment = {
    DOMAIN: on.config.domain,
    JURISDICTION: on.config.jurisdiction,
    REGISTRY_TABLE: on.global.registryTableName,
    ...args.environment,
  };
  const common = { keyArn: on.key.arn, logRetentionDays: on.config.logRetentionDays };
  return new LambdaFunction(name, { ...args, ...common, environment }, opts);
}

/** Reading the registry's replica of this Region by the named call, and the use of its key through DynamoDB. */
export function readsRegistry(on: Foundation, action: "dynamodb:GetItem" | "dynamodb:BatchGetItem"): Permission[] {
  const { region } = on.config;
  return [
    {
      actions: [action],
      resources: [pulumi.interpolate`arn:aws:dynamodb:${region}:${on.accountId}:table/${on.global.registryTableName}`],
    },
    throughDynamoDb(
      on,
      on.global.registryKeyArns.apply((arns) => arnOfReplicaKey(arns, region)),
    ),
  ];
}

/** The named DynamoDB actions on a jurisdiction's table, in this Region's replica. */
export function usesTable(on: Foundation, table: JurisdictionTable, actions: string[]): Permission[] {
  return [{ actions, resources: [table.arn] }, throughDynamoDb(on, on.key.arn)];
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html */
function throughDynamoDb(on: Foundation, keyArn: pulumi.Input<string>): Permission {
  return { actions: ["kms:Decrypt"], resources: [keyArn], viaService: `dynamodb.${on.config.region}.amazonaws.com` };
}

function arnOfReplicaKey(arns: Record<string, string>, region: string): string {
  const arn = arns[region];
  if (arn) return arn;
  throw new pulumi.RunError(
    `the registry has no replica in ${region} (it has ${Object.keys(arns).join(", ")}); run "pulumi up --stack global" with this topology first`,
  );
}
