/** The only place that reads pulumi.Config. Collects every issue of topology and configuration, then throws one RunError. */
import * as pulumi from "@pulumi/pulumi";
import { parseSettings, type RawSettings, type SettingsOf, settingIssues, settingNames } from "../model/settings";
import { globalStack, type RegionStack, regionStacks, registryRegion } from "../model/topology";
import { topologyIssues } from "../model/topology-rules";

interface Names {
  project: string;
  stack: string;
}

export interface GlobalConfig extends Names, SettingsOf<"global"> {
  kind: "global";
}

/** `globalStack` is `organization/project/stack`. */
export interface RegionConfig extends Names, RegionStack, SettingsOf<"region"> {
  kind: "region";
  vpcCidr: string;
}

/** Throws pulumi.RunError with all issues: what was found, what is allowed, the fix. */
export function readConfig(): GlobalConfig | RegionConfig {
  const stack = pulumi.getStack();
  const project = pulumi.getProject();
  const config = new pulumi.Config();
  const raw: RawSettings = Object.fromEntries(settingNames.map((name) => [name, config.get(name)]));
  const region = new pulumi.Config("aws").get("region");
  const issues = [...topologyIssues(regionStacks, registryRegion), ...settingIssues(stack, raw, region, regionStacks)];
  if (issues.length > 0) {
    throw new pulumi.RunError(`stack "${stack}" cannot be deployed as it is configured:\n - ${issues.join("\n - ")}`);
  }
  const settings = parseSettings(raw);
  if (stack === globalStack) {
    return { kind: "global", project, stack, ...settings };
  }
  const entry = regionStacks[stack]!;
  const global = qualifiedStackName(settings.globalStack, project);
  return {
    kind: "region",
    project,
    stack,
    ...entry,
    ...settings,
    globalStack: global,
    vpcCidr: settings.vpcCidr ?? entry.network,
  };
}

function qualifiedStackName(name: string, project: string): string {
  return name.includes("/") ? name : `${pulumi.getOrganization()}/${project}/${name}`;
}
