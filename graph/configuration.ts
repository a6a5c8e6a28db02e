/** What stack files, topology and configuration have wrong, before anything is evaluated. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { InvalidInput } from "../model/invalid-input";
import { type RawSettings, settingIssues, settingNames } from "../model/settings";
import { globalStack, regionStacks, registryRegion } from "../model/topology";
import { topologyIssues } from "../model/topology-rules";
import { readSettings } from "./project";

export const stackFile = (stack: string) => `Pulumi.${stack}.yaml`;

interface Configured {
  region: string | undefined;
  settings: RawSettings;
  /** Names of the project's own that no setting has. */
  unknown: string[];
}

/** What a stack of the project at `root` is configured with, as `pulumi.Config.get` would give it; `region` is `aws:region`. */
export function rawSettings(root: string, stack: string): Configured {
  const { project, config } = readSettings(root, stack);
  const own = Object.entries(config).flatMap(([key, value]) =>
    key.startsWith(`${project}:`) ? [[key.slice(project.length + 1), value] as const] : [],
  );
  const isSetting = ([name]: readonly [string, string]) => (settingNames as string[]).includes(name);
  return {
    region: config["aws:region"],
    settings: Object.fromEntries(own.filter(isSetting)),
    unknown: own.filter((entry) => !isSetting(entry)).map(([name]) => name),
  };
}

/** A setting that is misspelt would keep its default, and nobody would notice. */
const unknownIssue = (name: string) =>
  `${name} is no setting; allowed are ${settingNames.join(", ")}; correct its name, or remove it`;

/** One line an issue, of all `stacks` that have a file; one that several share is reported once. */
export function configurationIssues(root: string, stacks: readonly string[]): string[] {
  const there = stacks.filter((stack) => existsSync(join(root, stackFile(stack))));
  const found = there.flatMap((stack) => {
    const { region, settings, unknown } = rawSettings(root, stack);
    const issues = [...unknown.map(unknownIssue), ...settingIssues(stack, settings, region, regionStacks)];
    return issues.map((issue) => ({ file: stackFile(stack), issue }));
  });
  // What every stack has is most likely in the project's own defaults.
  const place = (files: readonly string[]) =>
    files.length === there.length && there.length > 1 ? "Pulumi.yaml" : files.join(", ");
  const lines = [...Map.groupBy(found, ({ issue }) => issue)].map(
    ([issue, same]) => `${place(same.map(({ file }) => file))}: ${issue}`,
  );
  return [...topologyIssues(regionStacks, registryRegion), ...lines];
}

/** Stacks of the topology without a file, each with the fix. */
export function missingFiles(root: string, stacks: readonly string[]): { found: string; fix: string }[] {
  return stacks
    .filter((stack) => !existsSync(join(root, stackFile(stack))))
    .map((stack) => {
      const region = regionStacks[stack]?.region;
      const fix = region
        ? `create it with: config: {aws:region: ${region}}`
        : "create it with the values of Pulumi.yaml's config";
      return { found: `no ${stackFile(stack)}`, fix };
    });
}

/** Throws InvalidInput with all that is wrong in `stacks` (default: of the topology): an evaluation ends at its first. */
export function checkConfiguration(
  root: string,
  stacks: readonly string[] = [globalStack, ...Object.keys(regionStacks)],
): void {
  const issues = [
    ...missingFiles(root, stacks).map(({ found, fix }) => `${found}; ${fix}`),
    ...configurationIssues(root, stacks),
  ];
  if (issues.length === 0) {
    return;
  }
  throw new InvalidInput(
    `the stacks cannot run as they are configured:\n${issues.map((issue) => ` - ${issue}`).join("\n")}`,
  );
}
