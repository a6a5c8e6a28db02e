/** What is done to take a stack away, one after another, each with a limit. Every step can be done again. */
import { InvalidInput } from "../../model/invalid-input";
import { regionStacks } from "../../model/topology";
import type { Execute } from "../doctor/execute";
import { AwsError, askAws } from "../shared/aws";
import { acceleratorInterfaces, leftGroups } from "./accelerator";
import type { Standing } from "./state";

export interface Step {
  what: string;
  run(): Promise<void>;
}

export interface StepOptions {
  stack: string;
  resources: readonly Standing[];
  /** Role by which other APIs of the Region write their logs from then on. */
  apiLoggingRole?: string | undefined;
  execute: Execute;
  /** The Pulumi CLI on this terminal; resolves to its exit code. */
  pulumi(args: readonly string[]): Promise<number>;
  sleep(ms: number): Promise<unknown>;
  now(): number;
}

const limitMs = 20 * 60_000;
const pauseMs = 15_000;
/** What a group that is still in use is refused with. */
const inUse = /DependencyViolation/;

export function stepsOf(options: StepOptions): Step[] {
  const { stack, resources, apiLoggingRole } = options;
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const endpointGroups = ofType("aws:globalaccelerator/endpointGroup:EndpointGroup");
  const destroy = (what: string, ...args: string[]): Step => ({
    what,
    run: () => runPulumi(options, ["destroy", "--stack", stack, "--yes", ...args]),
  });
  const targets = endpointGroups.flatMap(({ urn }) => ["--target", urn]);
  const { region } = regionStacks[stack] ?? {};
  return [
    ...(endpointGroups.length > 0
      ? [destroy("take the Region out of the accelerator", ...targets, "--target-dependents")]
      : []),
    ...ofType("aws:ec2/vpc:Vpc").map(({ id, outputs }) => leaveVpc(options, String(outputs.region ?? region), id)),
    destroy(`destroy the other resources of ${stack}`),
    ...(apiLoggingRole && region ? [setLoggingRole(options, region, apiLoggingRole)] : []),
  ];
}

async function runPulumi({ pulumi, stack }: StepOptions, args: readonly string[]): Promise<void> {
  const code = await pulumi(args);
  if (code !== 0) {
    throw new InvalidInput(
      `pulumi ${args[0]} of ${stack} ended with ${code}; fix: what it says above, then run this again: it does the rest`,
    );
  }
}

/** The VPC cannot go while Global Accelerator's interfaces or its security group are there, and no program declares them. */
function leaveVpc(options: StepOptions, region: string, vpc: string): Step {
  const ask = askAws(options.execute);
  return {
    what: `wait until Global Accelerator has left ${vpc}, at most ${limitMs / 60_000} minutes, and delete its security group`,
    run: async () => {
      const end = options.now() + limitMs;
      for (;;) {
        const interfaces = await acceleratorInterfaces(ask, region, vpc);
        const groups = interfaces.length > 0 ? [] : await leftGroups(ask, region, vpc);
        const kept = await deleteGroups(ask, region, groups);
        if (interfaces.length === 0 && kept.length === 0) {
          return;
        }
        if (options.now() >= end) {
          throw new InvalidInput(
            `${[...interfaces, ...kept].join(", ")} of Global Accelerator still in ${vpc}; fix: look whether another accelerator has endpoints there, then run this again`,
          );
        }
        await options.sleep(pauseMs);
      }
    },
  };
}

/** Those that are still in use. */
async function deleteGroups(
  ask: ReturnType<typeof askAws>,
  region: string,
  groups: readonly string[],
): Promise<string[]> {
  const kept: string[] = [];
  for (const group of groups) {
    try {
      await ask(region, "ec2", "delete-security-group", "--group-id", group);
    } catch (error) {
      if (!(error instanceof AwsError && inUse.test(error.message))) {
        throw error;
      }
      kept.push(group);
    }
  }
  return kept;
}

function setLoggingRole({ execute }: StepOptions, region: string, role: string): Step {
  const change = `op=replace,path=/cloudwatchRoleArn,value=${role}`;
  return {
    what: `have the other APIs in ${region} write logs by ${role}`,
    run: async () => void (await askAws(execute)(region, "apigateway", "update-account", "--patch-operations", change)),
  };
}
