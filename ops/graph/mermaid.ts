/** A stack as a Mermaid flowchart: a box for each service, a node for each kind in it, arrows along references. Pure. */
import type { Resource, StackGraph } from "../../graph/graph";
import { isDeclared, referencesOf } from "./references";
import { kindLine, kindOf, serviceKey, servicesOf } from "./services";

export function mermaid(stacks: readonly StackGraph[]): string {
  const lines = ["flowchart LR"];
  for (const { stack, resources } of stacks) {
    const indent = stacks.length > 1 ? "  " : "";
    if (indent) {
      lines.push(`  subgraph ${idOf(stack)}["${stack}"]`);
    }
    for (const service of servicesOf(resources.filter(isDeclared))) {
      lines.push(`${indent}  subgraph ${idOf(stack, service.key)}["${service.title}"]`);
      for (const [kind, names] of service.kinds) {
        lines.push(`${indent}    ${idOf(stack, service.key, kind)}["${kindLine(kind, names)}"]`);
      }
      lines.push(`${indent}  end`);
    }
    if (indent) {
      lines.push("  end");
    }
  }
  const node = (resource: Resource) => idOf(resource.stack, serviceKey(resource), kindOf(resource));
  const arrows = referencesOf(stacks)
    .map(({ from, to }) => [node(from), node(to)])
    .filter(([from, to]) => from !== to)
    .map(([from, to]) => `  ${from} --> ${to}`);
  return `${[...lines, ...new Set(arrows)].join("\n")}\n`;
}

// Mermaid ids take neither spaces nor hyphens everywhere, and "end" is a word of its own.
const idOf = (...parts: string[]) => `n_${parts.join("_").replaceAll(/[^A-Za-z0-9_]/g, "_")}`;
