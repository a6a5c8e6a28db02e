/** What a deployment of the API is a snapshot of. */
import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";

/** A resource of the API, with what it was declared with. */
export interface Part<R extends pulumi.CustomResource = pulumi.CustomResource> {
  resource: R;
  args: object;
}

/** Declares a resource and keeps what it was declared with: a resource's own properties are known only after it was made. */
export function declare<A extends object, R extends pulumi.CustomResource>(
  type: new (name: string, args: A, opts: pulumi.CustomResourceOptions) => R,
  name: string,
  args: A,
  parent: pulumi.Resource,
): Part<R> {
  return { resource: new type(name, args, { parent }), args };
}

/** Words for readers. Everything else needs a deployment: https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html */
const unserved = new Set(["description", "name", "tags"]);

/** Changes when the API does: with every argument of its parts, and with nothing else. */
export function contentHash(parts: readonly Part[]): pulumi.Output<string> {
  return pulumi.output(parts.map(({ args }) => args)).apply((known) => hashOf(known as object[]));
}

/** The order of parts and of their arguments says nothing. Pure. */
export function hashOf(parts: readonly object[]): string {
  const served = parts.map((args) => Object.fromEntries(Object.entries(args).filter(([key]) => !unserved.has(key))));
  const texts = served.map((args) => JSON.stringify(args, sortedKeys)).sort();
  return createHash("sha256").update(JSON.stringify(texts)).digest("hex");
}

function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
