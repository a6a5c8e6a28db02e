/** What the stack programs declare, as rules see it. */
import type { StackGraph } from "../../graph/graph";
import type { Resource } from "../shared/resource";

/** Components hold nothing themselves: the project's own, and awsx's, whose children only the engine sees. */
const isComponent = (type: string) => type.startsWith("home-region:") || type.startsWith("awsx:");

export function resourcesOf(graphs: readonly StackGraph[]): Resource[] {
  return graphs.flatMap(({ stack, resources, references }) => {
    // The provider's, also for what is of no Region.
    const home = resources.find(({ region, inputs }) => region && inputs.region === undefined)?.region;
    return [
      ...references.map(
        ({ urn, name, reads, source }): Resource => ({
          type: "pulumi:pulumi:StackReference",
          name,
          urn,
          stack,
          props: { name: reads },
          source,
        }),
      ),
      ...resources.map((resource): Resource => {
        const region = resource.region ?? resource.inputs.region ?? home;
        const provider = {
          type: `pulumi:providers:${resource.type.split(":")[0]}`,
          name: "default",
          props: { region },
        };
        return {
          type: resource.type,
          name: resource.name,
          urn: resource.urn,
          stack: resource.stack,
          props: resource.inputs,
          outputs: { ...resource.outputs, id: resource.id },
          source: resource.source,
          ...(!isComponent(resource.type) && !resource.type.startsWith("pulumi:") && { provider }),
        };
      }),
    ];
  });
}
