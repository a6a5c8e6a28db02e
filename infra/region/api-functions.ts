/** The functions behind the API: what each may read and what it is configured with. */
import type * as pulumi from "@pulumi/pulumi";
import type { RegionContext } from "./context";
import type { Data } from "./data";
import { type ReadableSnapshot, RegionFunction, type RegionFunctionArgs, readsRegistry, usesTable } from "./function";
import { HealthFunction } from "./health";

type Declared = Omit<RegionFunctionArgs, "ctx" | "source">;

/** What they are declared from. */
interface Uses {
  ctx: RegionContext;
  data: Data;
  snapshot: ReadableSnapshot;
}

/** Name of its folder in functions/ → its arguments. */
const declared = {
  profile: ({ ctx, data, snapshot }: Uses): Declared => ({
    description: "Preferences of the signed-in user",
    environment: {
      ...readsRegistry(ctx, snapshot).environment,
      PROFILE_TABLE: data.profiles.tableName,
      IDEMPOTENCY_TABLE: data.idempotency.tableName,
      REGIONS_TABLE: data.regions.tableName,
    },
    permissions: [
      ...readsRegistry(ctx, snapshot).permissions,
      // A transaction takes the permissions of what is in it, and none of its own.
      ...usesTable(ctx, data.profiles, ["dynamodb:GetItem", "dynamodb:PutItem"]),
      ...usesTable(ctx, data.idempotency, ["dynamodb:GetItem", "dynamodb:PutItem"]),
      ...usesTable(ctx, data.regions, ["dynamodb:GetItem"]),
    ],
    tags: ctx.tags("personal"),
  }),
  /** Its metrics are lines of its own log: beyond hearing of orders it may do nothing. */
  measurements: ({ ctx, data }: Uses): Declared => ({
    description: "Takes the times that clients have measured",
    environment: { REGIONS_TABLE: data.regions.tableName },
    permissions: usesTable(ctx, data.regions, ["dynamodb:GetItem"]),
    tags: ctx.tags("operational"),
  }),
};

export type ApiFunctions = Record<keyof typeof declared | "health", RegionFunction>;

export function createApiFunctions(
  name: string,
  { authorizer, ...uses }: Uses & { authorizer: RegionFunction },
  opts: pulumi.ComponentResourceOptions,
): ApiFunctions {
  const { ctx, data } = uses;
  const functions = Object.entries(declared).map(([source, argsOf]) => [
    source,
    new RegionFunction(`${name}-${source}`, { ctx, source, ...argsOf(uses) }, opts),
  ]);
  const own = Object.fromEntries(functions) as Record<keyof typeof declared, RegionFunction>;
  const health = new HealthFunction(
    `${name}-health`,
    {
      ctx,
      description: "Says whether this Region's API serves its users",
      probes: { authorizer, profile: own.profile },
      usesKey: true,
      orders: data.regions,
    },
    opts,
  );
  return { ...own, health };
}
