/** Resources for tests: a few lines each, tagged as the project tags them unless a test says otherwise. */

import { classify } from "../../../policies/classification";
import type { Resource } from "../../../policies/shared/resource";
import { topologyOf } from "../../../policies/shared/topology";

export const topology = topologyOf();
export const account = "123456789012";

export interface Sketch {
  readonly name?: string;
  /** @default ca */
  readonly stack?: string;
  /** Tags; `false` leaves them out. @default personal data of the stack's jurisdiction, where the type takes tags */
  readonly tags?: Record<string, unknown> | string | false;
  /** Region of the provider. @default the stack's */
  readonly region?: string;
  /** Another than AWS's. `false`: a component. */
  readonly provider?: string | false;
  readonly outputs?: Record<string, unknown>;
  readonly dependencies?: Record<string, string[]>;
  readonly protect?: boolean;
}

export const personal = (jurisdiction = "CA") => ({ "data-class": "personal", jurisdiction });
export const routing = { "data-class": "routing", jurisdiction: "any" };
export const operational = (jurisdiction = "CA") => ({ "data-class": "operational", jurisdiction });
export const publicData = { "data-class": "public", jurisdiction: "any" };

export function make(type: string, props: Record<string, unknown> = {}, sketch: Sketch = {}): Resource {
  const { stack = "ca", name = "subject", provider } = sketch;
  const own = topology.stacks[stack];
  const region = sketch.region ?? own?.region ?? "us-east-1";
  const tagged = classify(type, topology).taggable && sketch.tags !== false;
  const tags = tagged ? { tags: sketch.tags ?? personal(own?.jurisdiction) } : {};
  return {
    type,
    name,
    urn: `urn:pulumi:${stack}::home-region::${type}::${name}`,
    stack,
    props: { ...tags, ...props },
    ...(provider !== false && {
      provider: { type: `pulumi:providers:${provider ?? "aws"}`, name: "default", props: { region } },
    }),
    ...(sketch.outputs && { outputs: sketch.outputs }),
    ...(sketch.dependencies && { dependencies: sketch.dependencies }),
    ...(sketch.protect !== undefined && { protect: sketch.protect }),
  };
}

/** A property tree with one value at a path such as `rules[*].destination.bucket`. */
export function propsWith(path: string, value: unknown): Record<string, unknown> {
  const [head = "", ...rest] = path.split(/\.|(?=\[\*\])/);
  const build = (steps: string[]): unknown => {
    const [step, ...others] = steps;
    if (step === undefined) {
      return value;
    }
    if (step === "[*]") {
      return [build(others)];
    }
    return { [step === "*" ? "key" : step]: build(others) };
  };
  return { [head]: build(rest) };
}

export const bucket = "aws:s3/bucket:Bucket";
/** Buckets of which only the graph says where they are. */
export const homeBucket = make(bucket, { bucket: "at-home" }, { stack: "ca-west", name: "at-home" });
export const foreignBucket = make(bucket, { bucket: "abroad", region: "us-east-1" }, { name: "abroad" });
