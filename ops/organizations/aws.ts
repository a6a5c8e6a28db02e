/** What is deployed, as the Pulumi CLI has it: names come from stacks' outputs, credentials are the operator's own. */
import { execFile } from "node:child_process";
import { InvalidInput } from "../../model/invalid-input";
import { globalStack, registryRegion, stacksOf } from "../../model/topology";
import type { RegistryTarget } from "../../registry/target";
import type { PoolTarget } from "./invite";

const defaultLimitMs = 60_000;

/** The registry, from the global stack's outputs. Throws InvalidInput where CLI, stack or outputs are missing. */
export async function awsTarget(limitMs = defaultLimitMs): Promise<RegistryTarget> {
  const names = ["registryTableName", "registryHashKey"] as const;
  const outputs = await stackOutputs(globalStack, names, { secrets: true, limitMs });
  return {
    name: `AWS, ${registryRegion}`,
    region: registryRegion,
    table: outputs.registryTableName,
    hashSecret: outputs.registryHashKey,
  };
}

/** The user pool of a jurisdiction's primary, from that Region's stack alone. Throws InvalidInput as above. */
export async function awsPool(jurisdiction: string, limitMs = defaultLimitMs): Promise<PoolTarget> {
  const [stack, { region }] = stacksOf(jurisdiction)[0]!;
  const { userPoolId } = await stackOutputs(stack, ["userPoolId"], { secrets: false, limitMs });
  return { name: `AWS, ${region}`, region, userPoolId, sendsMail: true };
}

async function stackOutputs<Name extends string>(
  stack: string,
  names: readonly Name[],
  { secrets, limitMs }: { secrets: boolean; limitMs: number },
): Promise<Record<Name, string>> {
  const command = `pulumi stack output --json${secrets ? " --show-secrets" : ""} --stack ${stack}`;
  const outputs = parse(await execute(command, stack, limitMs), command);
  const missing = names.filter((name) => typeof outputs[name] !== "string" || outputs[name] === "");
  if (missing.length > 0) {
    throw new InvalidInput(
      `stack ${stack} has no output ${missing.join(", ")}; fix: deploy it with this version first: npm run up -- ${stack}`,
    );
  }
  return outputs as Record<Name, string>;
}

function execute(command: string, stack: string, limitMs: number): Promise<string> {
  const [file = "", ...args] = command.split(" ");
  return new Promise((resolve, reject) => {
    execFile(file, args, { timeout: limitMs, maxBuffer: 16 * 2 ** 20 }, (error, stdout, stderr) => {
      if (!error) {
        return resolve(stdout);
      }
      reject(new InvalidInput(failure(error, { command, stack, stderr, limitMs })));
    });
  });
}

function failure(
  error: Error & { code?: string | number | null; killed?: boolean },
  { command, stack, stderr, limitMs }: { command: string; stack: string; stderr: string; limitMs: number },
): string {
  if (error.code === "ENOENT") {
    return "the pulumi CLI is not on PATH; fix: install it (https://www.pulumi.com/docs/iac/download-install/), then npm run doctor";
  }
  if (error.killed) {
    return `\`${command}\` gave no response within ${limitMs / 1000} s; fix: try it by hand`;
  }
  return `\`${command}\` failed; fix: log in to the backend that holds the stack, or deploy it: npm run up -- ${stack}\n${stderr.trim()}`;
}

function parse(text: string, command: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new InvalidInput(`\`${command}\` did not answer with JSON; fix: is \`pulumi\` on PATH the Pulumi CLI?`);
  }
}
