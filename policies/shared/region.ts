import { classify } from "../classification";
import type { Resource } from "./resource";
import type { Topology } from "./topology";
import { isUnknown, parsed } from "./values";

/**
 * Where a resource is: its own `region`, else its provider's, else what AWS says, else its stack's. "global" for services that belong to
 * no Region; "unknown" where a preview cannot tell; undefined where nothing says so.
 * Since 7.0 most AWS resources take a Region of their own: https://www.pulumi.com/registry/packages/aws/how-to-guides/7-0-migration/
 */
export function effectiveRegion(resource: Resource, topology: Topology): string | undefined {
  if (!classify(resource.type, topology).regional) {
    return "global";
  }
  const own = resource.props.region ?? resource.provider?.props.region;
  if (isUnknown(own)) {
    return "unknown";
  }
  if (typeof own === "string" && own !== "") {
    return own;
  }
  const answered = resource.outputs?.region;
  return typeof answered === "string" && !isUnknown(answered) ? answered : topology.stacks[resource.stack]?.region;
}

/** Tags of the resource over its provider's default tags. Undefined where a preview cannot know them. */
export function effectiveTags(resource: Resource): Record<string, unknown> | undefined {
  const byDefault = parsed(resource.provider?.props.defaultTags) as { tags?: unknown } | undefined;
  const layers = [byDefault?.tags, resource.props.tagsAll, resource.props.tags];
  const known = layers.filter((layer) => !isUnknown(layer));
  if (known.length < layers.length && !known.some((layer) => layer !== undefined && layer !== null)) {
    return undefined;
  }
  return Object.assign({}, ...known);
}
