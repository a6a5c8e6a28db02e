/** What the stack programs declare, as rules see it. */
import type { StackGraph } from "../../graph/graph";
import type { Resource } from "../shared/resource";

/** Components hold nothing themselves: the project's own, and awsx's, whose children only the engine sees. */
const isComponent = (type: string) => type.startsWith("home-region:") || type.startsWith("awsx:");

export function resourcesOf(graphs: readonly StackGraph[]): Resource[] {
  return graphs.flatMap(({ stack, resources, references }) => [
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
    ...resources.map((one): Resource => {
      const region = one.region ?? one.inputs.region;
      const provider = { type: `pulumi:providers:${one.type.split(":")[0]}`, name: "default", props: { region } };
      return {
        type: one.type,
        name: one.name,
        urn: one.urn,
        stack: one.stack,
        props: one.inputs,
        outputs: { ...one.outputs, id: one.id },
        source: one.source,
        ...(!isComponent(one.type) && !one.type.startsWith("pulumi:") && { provider }),
      };
    }),
  ]);
}
