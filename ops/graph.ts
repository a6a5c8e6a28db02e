/** `npm run graph`: what a stack declares, as JSON, Mermaid or a picture. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command, Option } from "commander";
import { print, runCommand } from "../cli/run";
import { EvaluationError, evaluateStacks } from "../graph";
import { checkConfiguration } from "../graph/configuration";
import type { StackGraph } from "../graph/graph";
import { readSettings, stackFiles } from "../graph/project";
import { InvalidInput } from "../model/invalid-input";
import { globalStack } from "../model/topology";
import { mermaid } from "./graph/mermaid";
import { pictureOfAll } from "./graph/picture-all";
import { pictureOfStack } from "./graph/picture-stack";
import { plainResources } from "./graph/plain";

const projectRoot = join(__dirname, "..");
export const formats = ["json", "mermaid", "svg"] as const;
type Format = (typeof formats)[number];

/** What `npm run graph` prints. `all` is every stack that has a configuration file. Throws InvalidInput for an unknown one. */
export async function graph(stack: string, format: Format, root = projectRoot): Promise<string> {
  const known = stackFiles(root);
  if (stack !== "all" && !known.includes(stack)) {
    throw new InvalidInput(
      `no stack "${stack}"; allowed: ${known.join(", ")}, all; fix: a new one needs Pulumi.${stack}.yaml and an entry in model/topology.ts`,
    );
  }
  // Said once: an evaluation would say it in every stack.
  checkConfiguration(root);
  const names = stack === "all" ? known : [stack];
  // The global stack holds what is secret in the others' inputs; it is evaluated for them either way.
  const evaluated = await evaluateStacks({ root, stacks: [...new Set([globalStack, ...names])] });
  const stacks = evaluated.filter((graph) => names.includes(graph.stack));
  return render(stacks, format, stack === "all", secretsOf(root, names, evaluated));
}

function render(stacks: StackGraph[], format: Format, all: boolean, secrets: string[]): string {
  if (format === "mermaid") {
    return mermaid(stacks);
  }
  const [first] = stacks;
  if (format === "svg") {
    return all || !first ? pictureOfAll(stacks) : pictureOfStack(first);
  }
  const resources = stacks.flatMap((stack) =>
    plainResources(stack, secrets).map((resource) => (all ? { stack: stack.stack, ...resource } : resource)),
  );
  return `${JSON.stringify(resources, null, 2)}\n`;
}

/** The evaluation only has stand-ins for secrets; what they stand for is not for anybody's screen either way. */
function secretsOf(root: string, names: readonly string[], stacks: readonly StackGraph[]): string[] {
  const config = names.flatMap((name) => {
    const { config: values, secretKeys } = readSettings(root, name);
    return secretKeys.map((key) => values[key]);
  });
  const outputs = stacks.map((stack) => stack.outputs.registryHashKey);
  return [...config, ...outputs].filter((value) => typeof value === "string");
}

export const graphCommand = (root = projectRoot): Command =>
  new Command("graph")
    .description("Print what a stack declares.")
    .argument("[stack]", "a stack of model/topology.ts, global, or all; without one the stacks are listed")
    .addOption(new Option("--format <format>", "how").choices(formats).default("json"))
    .option("--out <file>", "write to a file instead")
    .action((stack: string | undefined, { format, out }: { format: Format; out?: string }) =>
      runCommand(
        async () => {
          if (stack === undefined) {
            await print([...stackFiles(root), "all"].join("\n"));
            return 0;
          }
          const text = await graph(stack, format, root);
          if (out) {
            write(out, text);
          } else {
            await print(text);
          }
          return 0;
        },
        (error) => (error instanceof EvaluationError ? error.message : undefined),
      ),
    );

function write(file: string, text: string) {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new InvalidInput(
      `--out ${file}: cannot be written (${(error as NodeJS.ErrnoException).code}); fix: choose a folder that exists and is yours`,
    );
  }
}

if (require.main === module) {
  void graphCommand().parseAsync();
}
