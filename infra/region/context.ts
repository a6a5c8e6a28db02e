/** What every component of a region stack is built on. */
import type * as pulumi from "@pulumi/pulumi";
import type { DataClass } from "../../model/topology";
import type { RegionConfig } from "../config";
import type { AsOutputs, GlobalOutputs } from "../outputs";
import { type Tags, tagsFor } from "../shared/tags";

export class RegionContext {
  constructor(
    readonly config: RegionConfig,
    readonly global: AsOutputs<GlobalOutputs>,
    readonly accountId: pulumi.Output<string>,
    /** The Region's own key: tables, logs and function settings. */
    readonly keyArn: pulumi.Output<string>,
  ) {}

  /** Tags of a resource that belongs to this jurisdiction. */
  tags(dataClass: DataClass): Tags {
    return tagsFor(dataClass, this.config.jurisdiction);
  }
}

/** Arguments of every component of a region stack. */
export interface RegionArgs {
  ctx: RegionContext;
}
