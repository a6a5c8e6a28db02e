import * as pulumi from "@pulumi/pulumi";
import type { Way } from "../support/way";

/** Of a service that came after the last review, where abroad. */
class Store extends pulumi.CustomResource {
  constructor(type: string, tags: Record<string, string>) {
    super(type, "store", { tags });
  }
}

export const accepts = ["home"];

export function program({ region, tags }: Way) {
  new Store(region.startsWith("ca-") ? "aws:sqs/queue:Queue" : "aws:newstore/lake:Lake", tags);
}
