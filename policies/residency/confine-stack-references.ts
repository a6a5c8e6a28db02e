import { transfers } from "../shared/confine";
import { listed, quoted } from "../shared/message";
import type { Rule } from "../shared/rule";
import { isUnknown } from "../shared/values";

/**
 * Asked by `npm run policy` alone: the engine hands packs what a program registers, and a reference is read.
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/step_generator.go `GenerateReadSteps`
 */
export const confineStackReferences: Rule = {
  name: "residency-confine-stack-references",
  description:
    "A Region's stack reads the outputs of the global stack and of its own jurisdiction only (asked by `npm run policy`: the engine shows packs no references).",
  severity: "high",
  references: [...transfers, { framework: "home-region", id: "law 4" }],
  remediation: "Read the global stack's outputs, or publish what others must know in the registry.",
  url: "https://www.pulumi.com/docs/iac/concepts/stacks/#stackreferences",
  types: ["pulumi:pulumi:StackReference"],
  check(resource, { topology }) {
    const name = resource.props.name ?? resource.name;
    const own = topology.stacks[resource.stack]?.jurisdiction;
    const stacks = Object.keys(topology.stacks).filter((stack) => topology.stacks[stack]!.jurisdiction === own);
    const allowed = [...topology.globalStacks, ...stacks];
    const sentence = `stack ${resource.stack} may read ${listed(allowed)}`;
    const fix = "read what it needs from the global stack or the registry";
    if (isUnknown(name)) {
      return [
        { resource, path: "name", found: "reads a stack that is not known in a preview", allowed: sentence, fix },
      ];
    }
    const target = String(name).split("/").pop()!;
    if (allowed.includes(target)) {
      return [];
    }
    const jurisdiction = topology.stacks[target]?.jurisdiction ?? "in no topology";
    return [
      { resource, path: "name", found: `reads stack ${quoted(target)} (${jurisdiction})`, allowed: sentence, fix },
    ];
  },
};
