/** The only place that reads pulumi.Config. Collects every fault of topology and configuration, then throws one RunError. */
import * as pulumi from "@pulumi/pulumi";
import { globalStack, type RegionStack, regionStacks, registryRegion } from "../model/topology";
import { topologyFaults } from "../model/topology-rules";
import { type RawConfig, validateConfig } from "./config-rules";

interface CommonConfig {
  project: string;
  stack: string;
  domain: string;
  deletionProtection: boolean;
  logRetentionDays: number;
  /** Undefined: nobody hears of alarms yet. */
  alarmEndpoint: string | undefined;
}

/** `hostedZoneId` is undefined where the global stack creates the zone. */
export interface GlobalConfig extends CommonConfig {
  kind: "global";
  hostedZoneId: string | undefined;
}

/** `globalStackName` is `organization/project/stack`. */
export interface RegionConfig extends CommonConfig, RegionStack {
  kind: "region";
  globalStackName: string;
  vpcCidr: string;
}

/** Throws pulumi.RunError with all faults: what was found, what is allowed, the fix. */
export function readConfig(): GlobalConfig | RegionConfig {
  const stack = pulumi.getStack();
  const project = pulumi.getProject();
  const raw = readRaw();
  const faults = [...topologyFaults(regionStacks, registryRegion), ...validateConfig(stack, raw, regionStacks)];
  if (faults.length > 0) {
    throw new pulumi.RunError(`stack "${stack}" cannot be deployed as it is configured:\n - ${faults.join("\n - ")}`);
  }
  const common = {
    project,
    stack,
    domain: raw.domain!,
    deletionProtection: raw.deletionProtection !== "false",
    logRetentionDays: Number(raw.logRetentionDays),
    alarmEndpoint: raw.alarmEndpoint || undefined,
  };
  if (stack === globalStack) return { kind: "global", ...common, hostedZoneId: raw.hostedZoneId || undefined };
  return {
    kind: "region",
    ...common,
    ...regionStacks[stack]!,
    globalStackName: qualifiedStackName(raw.globalStack!, project),
    vpcCidr: raw.vpcCidr || defaultVpcCidr(stack),
  };
}

function readRaw(): RawConfig {
  const config = new pulumi.Config();
  return {
    region: new pulumi.Config("aws").get("region"),
    domain: config.get("domain"),
    hostedZoneId: config.get("hostedZoneId") ?? "",
    globalStack: config.get("globalStack") ?? globalStack,
    deletionProtection: config.get("deletionProtection") ?? "true",
    logRetentionDays: config.get("logRetentionDays") ?? "30",
    alarmEndpoint: config.get("alarmEndpoint") ?? "",
    vpcCidr: config.get("vpcCidr") ?? "",
  };
}

/** VPCs of different Regions never overlap, so that they can be peered later. */
function defaultVpcCidr(stack: string): string {
  return `10.${16 + 8 * Object.keys(regionStacks).indexOf(stack)}.0.0/16`;
}

function qualifiedStackName(name: string, project: string): string {
  return name.includes("/") ? name : `${pulumi.getOrganization()}/${project}/${name}`;
}
