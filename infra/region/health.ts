/** The function that judges whether users are served here: by what the functions say that they need. */
import * as pulumi from "@pulumi/pulumi";
import type { RegionArgs } from "./context";
import { RegionFunction } from "./function";

export interface HealthFunctionArgs extends RegionArgs {
  description: string;
  /** What each is called in answers → the function that is asked. */
  probes: Readonly<Record<string, RegionFunction>>;
  /** Whether users need the Region's key. */
  usesKey: boolean;
}

/** It reads no table itself: it may invoke the functions that it asks, and see whether the key is enabled. */
export class HealthFunction extends RegionFunction {
  constructor(
    name: string,
    { ctx, description, probes, usesKey }: HealthFunctionArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
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
        },
        permissions: [
          { actions: ["lambda:InvokeFunction"], resources: Object.values(probes).map(({ arn }) => arn) },
          ...(usesKey ? [{ actions: ["kms:DescribeKey"], resources: [ctx.keyArn] }] : []),
        ],
        tags: ctx.tags("operational"),
      },
      opts,
    );
  }
}
