/** Evaluates stacks and checks them with packs. */
import { evaluateStacks } from "../../local/evaluate";
import { evaluate } from "../shared/evaluate";
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
}

/** Throws InvalidInput or EvaluationError, whose messages are for the operator. */
export async function check(options: CheckOptions): Promise<Report> {
  const started = performance.now();
  const configuration: Configuration = options.configurationFile
    ? readConfiguration(options.configurationFile, options.packs)
    : { levels: {}, settings: {} };
  const graphs = await evaluateStacks({
    ...(options.root && { root: options.root }),
    ...(options.stacks?.length && { stacks: [...options.stacks] }),
  });
  const resources = resourcesOf(graphs);
  const result = evaluate(options.packs, resources, {
    topology: topologyOf(configuredTopology(configuration.settings)),
    levels: configuration.levels,
    settings: configuration.settings,
    exemptions: options.exemptionsFile ? readExemptions(options.exemptionsFile) : noExemptions,
  });
  return {
    ...result,
    stacks: graphs.map(({ stack }) => stack),
    resourceCount: resources.length,
    packs: options.packs,
    seconds: (performance.now() - started) / 1000,
  };
}
