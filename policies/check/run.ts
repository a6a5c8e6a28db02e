/** Evaluates stacks and checks them with packs. */
import { resolve } from "node:path";
import { evaluateStacks } from "../../graph";
import { InvalidInput } from "../../model/invalid-input";
import { evaluate, type Violation } from "../shared/evaluate";
import { noExemptions, readExemptions } from "../shared/exemptions";
import type { Pack } from "../shared/pack";
import { configuredTopology, topologyOf } from "../shared/topology";
import { type Configuration, readConfiguration } from "./configuration";
import { resourcesOf } from "./graph";
import type { Report } from "./report/report";

export interface CheckOptions {
  readonly packs: readonly Pack[];
  /** Default: every stack that has a Pulumi.<stack>.yaml. */
  readonly stacks?: readonly string[];
  readonly root?: string;
  readonly exemptionsFile?: string;
  readonly configurationFile?: string;
  /** How programs are run. @default each in a process of its own */
  readonly evaluate?: typeof evaluateStacks;
}

/** Throws InvalidInput or EvaluationError, whose messages are for the operator. */
export async function check(options: CheckOptions): Promise<Report> {
  const started = performance.now();
  const configuration: Configuration = options.configurationFile
    ? readConfiguration(options.configurationFile, options.packs)
    : { levels: {}, settings: {} };
  // All of them, also where only some are asked about: only together do they show where copies end up.
  const { evaluate: run = evaluateStacks } = options;
  const graphs = await run({ ...(options.root && { root: resolve(options.root) }), findAll: true });
  const stacks = asked(
    options.stacks ?? [],
    graphs.map(({ stack }) => stack),
  );
  const resources = resourcesOf(graphs);
  const result = evaluate(options.packs, resources, {
    topology: topologyOf(configuredTopology(configuration.settings)),
    levels: configuration.levels,
    settings: configuration.settings,
    exemptions: options.exemptionsFile ? readExemptions(options.exemptionsFile) : noExemptions,
  });
  const isAsked = ({ finding }: Violation) => stacks.includes(finding.resource.stack);
  return {
    violations: result.violations.filter(isAsked),
    exempted: result.exempted.filter(isAsked),
    exemptionIssues: result.exemptionIssues,
    stacks,
    resourceCount: resources.filter(({ stack }) => stacks.includes(stack)).length,
    packs: options.packs,
    seconds: (performance.now() - started) / 1000,
  };
}

function asked(stacks: readonly string[], all: readonly string[]): readonly string[] {
  const missing = stacks.filter((stack) => !all.includes(stack));
  if (missing.length === 0) {
    return stacks.length > 0 ? stacks : all;
  }
  throw new InvalidInput(
    `unknown stack ${missing.map((name) => `"${name}"`).join(", ")}; valid stacks: ${all.join(", ")}`,
  );
}
