/** Functions of a region stack, and what they may read. */
import * as pulumi from "@pulumi/pulumi";
import { registryRegionsFor } from "../../model/topology";
import type { AlarmSpec } from "../shared/alarm";
import type { JurisdictionTable } from "../shared/jurisdiction-table";
import { LambdaFunction, type LambdaFunctionArgs, type Permission } from "../shared/lambda";
import type { Part } from "../shared/part";
import type { RegionArgs, RegionContext } from "./context";
import { functionAlarms } from "./function-alarms";

export type RegionFunctionArgs = Omit<LambdaFunctionArgs, "keyArn" | "logRetentionDays"> & RegionArgs;

/** A function with the key, logs and environment that all of a Region share. */
export class RegionFunction extends LambdaFunction implements Part {
  readonly alarms: readonly AlarmSpec[];

  constructor(name: string, { ctx, ...args }: RegionFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    const environment = {
      DOMAIN: ctx.config.domain,
      JURISDICTION: ctx.config.jurisdiction,
      REGISTRY_TABLE: ctx.global.registryTableName,
      ...args.environment,
    };
    super(name, { ...args, environment, keyArn: ctx.keyArn, logRetentionDays: ctx.config.logRetentionDays }, opts);
    this.alarms = functionAlarms(name, this.function);
  }
}

/**
 * Reading the registry: this Region's replica, and those that are asked when it does not answer, each
 * with the use of its own key through DynamoDB there.
 */
export function readsRegistry(ctx: RegionContext): Permission[] {
  const regions = registryRegionsFor(ctx.config.region);
  const tableIn = (region: string) =>
    pulumi.interpolate`arn:aws:dynamodb:${region}:${ctx.accountId}:table/${ctx.global.registryTableName}`;
  const keyIn = (region: string) => ctx.global.registryKeyArns.apply((arns) => arnOfReplicaKey(arns, region));
  return [
    { actions: ["dynamodb:BatchGetItem"], resources: regions.map(tableIn) },
    ...regions.map((region) => throughDynamoDb(region, keyIn(region))),
  ];
}

/** The named DynamoDB actions on a jurisdiction's table, in this Region's replica. */
export function usesTable(ctx: RegionContext, table: JurisdictionTable, actions: string[]): Permission[] {
  return [{ actions, resources: [table.arn] }, throughDynamoDb(ctx.config.region, ctx.keyArn)];
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html */
function throughDynamoDb(region: string, keyArn: pulumi.Input<string>): Permission {
  return { actions: ["kms:Decrypt"], resources: [keyArn], viaService: `dynamodb.${region}.amazonaws.com` };
}

function arnOfReplicaKey(arns: Record<string, string>, region: string): string {
  const arn = arns[region];
  if (arn) {
    return arn;
  }
  throw new pulumi.RunError(
    `the registry has no replica in ${region} (it has ${Object.keys(arns).join(", ")}); run "pulumi up --stack global" with this topology first`,
  );
}
