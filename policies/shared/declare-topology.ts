import { listed } from "./message";
import type { Resource } from "./resource";
import type { Rule } from "./rule";
import { topologyIssues } from "./topology";

/** Stands for the stack where no resource does. */
export const stackItself = (stack: string, resources: readonly Resource[]): Resource =>
  resources.find((resource) => resource.stack === stack && resource.type === "pulumi:pulumi:Stack") ?? {
    type: "pulumi:pulumi:Stack",
    name: stack,
    urn: `urn:pulumi:${stack}::stack::pulumi:pulumi:Stack::${stack}`,
    stack,
    props: {},
  };

/** Each pack's first rule. Its settings are the pack's: the topology that all its rules judge by, and the exemptions. */
export const declareTopology = (pack: string): Rule => ({
  name: `${pack}-declare-topology`,
  description: "Every stack is in the topology, and the topology that the pack is configured with is sound.",
  severity: "critical",
  references: [{ framework: "home-region", id: "law 7" }],
  remediation: "Declare the stack in model/topology.ts, or in the `topology` setting where the pack is used elsewhere.",
  url: "https://docs.aws.amazon.com/prescriptive-guidance/latest/aws-multi-region-fundamentals/introduction.html",
  settings: {
    topology: {
      type: "object",
      description:
        "Another topology than model/topology.ts: stacks {name: {region, jurisdiction, role}}, globalStacks [name], regions {AWS Region: jurisdiction}, dataClasses {name: {mayLeaveJurisdiction}}, elsewhere {name, ARN or host, with *: AWS Region or jurisdiction}, domains [own domain], types {type token: stores|copies|neither}.",
      default: {},
    },
    exemptionsFile: {
      type: "string",
      description: "Exemptions file, relative to the pack's folder. Empty: none.",
      default: "",
    },
  },
  checkStack(stack, { graph, topology, settings }) {
    const resource = stackItself(stack, graph.resources);
    const known = [...Object.keys(topology.stacks), ...topology.globalStacks];
    const issues = topologyIssues(settings.topology).map((found) => ({
      resource,
      path: "",
      found: `is judged by an invalid topology: ${found}`,
      allowed: "a valid topology",
      fix: "mend the pack's configuration",
    }));
    if (known.includes(stack)) {
      return issues;
    }
    const allowed = `allowed are ${listed(known)}`;
    return [
      ...issues,
      { resource, path: "", found: "is in no topology", allowed, fix: "add the stack to the topology" },
    ];
  },
});
