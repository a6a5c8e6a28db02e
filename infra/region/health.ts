/** The function that judges whether users are served here: by what the functions say that they need. */
import * as pulumi from "@pulumi/pulumi";
import { holdKey } from "../../model/hold";
import { regionsOf } from "../../model/topology";
import type { JurisdictionTable } from "../shared/jurisdiction-table";
import type { RegionArgs } from "./context";
import { RegionFunction, usesTable } from "./function";

export interface HealthFunctionArgs extends RegionArgs {
  description: string;
  /** What each is called in answers → the function that is asked. */
  probes: Readonly<Record<string, RegionFunction>>;
  /** Whether users need the Region's key. */
  usesKey: boolean;
  /** What operators order of the jurisdiction's Regions. @default none is heard */
  orders?: JurisdictionTable;
}

/**
 * It may invoke the functions that it asks, see whether the key is enabled, read what is ordered, and in a standby write
 * until when people stay there: no table of users.
 */
export class HealthFunction extends RegionFunction {
  constructor(
    name: string,
    { ctx, description, probes, usesKey, orders }: HealthFunctionArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    const { role, jurisdiction, returnAfterMinutes } = ctx.config;
    const [primary] = regionsOf(jurisdiction);
    const holds = orders && role === "standby" && returnAfterMinutes > 0;
    const names = Object.entries(probes).map(([label, probed]) => [label, probed.function.name] as const);
    super(
      name,
      {
        ctx,
        source: "health",
        description,
        environment: {
          PROBED_FUNCTIONS: pulumi.jsonStringify(Object.fromEntries(names)),
          ...(usesKey && { KEY_ARN: ctx.keyArn }),
          ...(orders && { REGIONS_TABLE: orders.tableName }),
          ...(holds && { RETURN_AFTER_MINUTES: String(returnAfterMinutes) }),
        },
        permissions: [
          { actions: ["lambda:InvokeFunction"], resources: Object.values(probes).map(({ arn }) => arn) },
          ...(usesKey ? [{ actions: ["kms:DescribeKey"], resources: [ctx.keyArn] }] : []),
          ...(orders ? usesTable(ctx, orders, ["dynamodb:GetItem"]) : []),
          // It must not be able to give orders.
          ...(holds
            ? [{ actions: ["dynamodb:PutItem"], resources: [orders.arn], partitionKeys: [holdKey(primary!)] }]
            : []),
        ],
        tags: ctx.tags("operational"),
      },
      opts,
    );
  }
}
