/** Stack files and what they say. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { readSettings, stackFiles } from "../../graph/project";
import { validateConfig } from "../../infra/config-rules";
import { InvalidInput } from "../../model/invalid-input";
import { globalStack, regionStacks, registryRegion } from "../../model/topology";
import { topologyFaults } from "../../model/topology-rules";
import { type Check, type Context, type Finding, look, mustFix, ok } from "./check";

type Project = Pick<Context, "root" | "stacks">;
type Found = Omit<Finding, "check">;

const fileOf = (stack: string) => `Pulumi.${stack}.yaml`;

export const files = {
  name: "stack files",
  async run({ root, stacks }: Project) {
    const missing = stacks.filter((stack) => !existsSync(join(root, fileOf(stack))));
    const findings = missing.map((stack) => mustFix(`no ${fileOf(stack)}`, fixOf(stack)));
    const known = [globalStack, ...Object.keys(regionStacks)];
    const strange = stackFiles(root).filter((stack) => !known.includes(stack));
    for (const stack of strange)
      findings.push(
        look(`${fileOf(stack)}, which is in no topology`, "add it to model/topology.ts, or remove the file"),
      );
    return findings.length > 0 ? findings : [ok(stacks.map(fileOf).join(", "))];
  },
} satisfies Check;

const fixOf = (stack: string) => {
  const region = regionStacks[stack]?.region;
  return region
    ? `create it with: config: {aws:region: ${region}}`
    : `create it with the values of Pulumi.yaml's config`;
};

export const config = {
  name: "configuration",
  async run({ root, stacks }: Project) {
    const faults = topologyFaults(regionStacks, registryRegion);
    const there = stacks.filter((one) => existsSync(join(root, fileOf(one))));
    const found = there.flatMap((stack) =>
      validateConfig(stack, rawConfig(root, stack), regionStacks).map((fault) => ({ stack, fault })),
    );
    for (const [fault, same] of Map.groupBy(found, (one) => one.fault))
      faults.push(
        `${placeOf(
          same.map(({ stack }) => stack),
          there,
        )}: ${fault}`,
      );
    // Each line says what was found, what is allowed and the fix.
    return faults.length > 0 ? faults.map((fault): Found => ({ status: "fix", found: fault })) : [ok("no fault")];
  },
} satisfies Check;

/** A fault that every stack has is most likely in the project's own defaults: it is said once. */
const placeOf = (stacks: readonly string[], there: readonly string[]) =>
  stacks.length === there.length && there.length > 1 ? "Pulumi.yaml" : stacks.map(fileOf).join(", ");

/** Throws InvalidInput with all that is wrong with stack files, topology and configuration: an evaluation ends at its first. */
export async function checkConfiguration(root: string): Promise<void> {
  const project = { root, stacks: [globalStack, ...Object.keys(regionStacks)] };
  const findings = [...(await files.run(project)), ...(await config.run(project))];
  const faults = findings.filter(({ status }) => status === "fix");
  if (faults.length === 0) return;
  const lines = faults.map(({ found, fix }) => ` - ${[found, fix].filter(Boolean).join("; ")}`);
  throw new InvalidInput(`the stacks cannot run as they are configured:\n${lines.join("\n")}`);
}

/** The domain that a stack is configured with, if any. */
export const domainOf = (root: string, stack: string) => rawConfig(root, stack).domain;
export const hostedZoneIdOf = (root: string) => rawConfig(root, globalStack).hostedZoneId;

function rawConfig(root: string, stack: string) {
  const { project, config: values } = readSettings(root, stack);
  const get = (key: string) => values[`${project}:${key}`];
  return {
    region: values["aws:region"],
    domain: get("domain"),
    hostedZoneId: get("hostedZoneId"),
    globalStack: get("globalStack"),
    deletionProtection: get("deletionProtection"),
    logRetentionDays: get("logRetentionDays"),
    alarmEndpoint: get("alarmEndpoint"),
    vpcCidr: get("vpcCidr"),
  };
}
