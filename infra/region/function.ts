/** Functions of a region stack, and what they may read. */
import * as pulumi from "@pulumi/pulumi";
import { appOrigins, hostsOf } from "../../model/origins";
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
      APP_ORIGINS: hostsOf(appOrigins(ctx.config.domain, ctx.config.appOrigins)),
      DOMAIN: ctx.config.domain,
      JURISDICTION: ctx.config.jurisdiction,
      REGISTRY_TABLE: ctx.global.registryTableName,
      ...args.environment,
    };
    super(name, { ...args, environment, keyArn: ctx.keyArn, logRetentionDays: ctx.config.logRetentionDays }, opts);
    this.alarms = functionAlarms(name, this.function);
  }
}

/** The Region's snapshot of the registry, as its readers need it. */
export interface ReadableSnapshot {
  bucketName: pulumi.Output<string>;
  /** To read the file. The reader's own use of the Region's key opens it. */
  read: Permission;
}

/** What a function that reads the registry finds in its environment and may do. */
export function readsRegistry(ctx: RegionContext, snapshot: ReadableSnapshot) {
  return {
    environment: { SNAPSHOT_BUCKET: snapshot.bucketName },
    permissions: [...readsReplicas(ctx), snapshot.read],
  };
}

/**
 * Reading the registry: this Region's replica, and those that are asked when it does not answer, each
 * with the use of its own key through DynamoDB there.
 */
function readsReplicas(ctx: RegionContext): Permission[] {
  const regions = registryRegionsFor(ctx.config.region);
  return [
    { actions: ["dynamodb:BatchGetItem"], resources: regions.map((region) => replicaIn(ctx, region)) },
    ...regions.map((region) => opensReplica(ctx, region)),
  ];
}

/** The whole registry, in this Region's replica alone. */
export function scansRegistry(ctx: RegionContext): Permission[] {
  const { region } = ctx.config;
  return [{ actions: ["dynamodb:Scan"], resources: [replicaIn(ctx, region)] }, opensReplica(ctx, region)];
}

const replicaIn = (ctx: RegionContext, region: string) =>
  pulumi.interpolate`arn:aws:dynamodb:${region}:${ctx.accountId}:table/${ctx.global.registryTableName}`;

function opensReplica(ctx: RegionContext, region: string): Permission {
  return throughDynamoDb(
    region,
    ctx.global.registryKeyArns.apply((arns) => arnOfReplicaKey(arns, region)),
  );
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
