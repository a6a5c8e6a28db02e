/** The deployed registry: its name and hash key come from the global stack, its credentials from the operator. */
import { execFile } from "node:child_process";
import { InvalidInput } from "../../model/invalid-input";
import { globalStack, registryRegion } from "../../model/topology";
import type { RegistryTarget } from "../../registry/target";

const command = `pulumi stack output --json --show-secrets --stack ${globalStack}`;

/** Asks the Pulumi CLI for the global stack's outputs. Throws InvalidInput where CLI, stack or outputs are missing. */
export async function awsTarget(limitMs = 60_000): Promise<RegistryTarget> {
  const outputs = parse(await stackOutputs(limitMs));
  const missing = (["registryTableName", "registryHashKey"] as const).filter(
    (key) => typeof outputs[key] !== "string" || outputs[key] === "",
  );
  if (missing.length > 0) {
    throw new InvalidInput(
      `stack ${globalStack} has no output ${missing.join(", ")}; fix: deploy it with this version first: npm run up -- ${globalStack}`,
    );
  }
  return {
    name: `AWS, ${registryRegion}`,
    region: registryRegion,
    table: String(outputs.registryTableName),
    hashSecret: String(outputs.registryHashKey),
  };
}

function stackOutputs(limitMs: number): Promise<string> {
  const [file = "", ...args] = command.split(" ");
  return new Promise((resolve, reject) => {
    execFile(file, args, { timeout: limitMs, maxBuffer: 16 * 2 ** 20 }, (error, stdout, stderr) => {
      if (!error) {
        return resolve(stdout);
      }
      reject(new InvalidInput(failure(error, stderr, limitMs)));
    });
  });
}

function failure(
  error: Error & { code?: string | number | null; killed?: boolean },
  stderr: string,
  limitMs: number,
): string {
  if (error.code === "ENOENT") {
    return "the pulumi CLI is not on PATH; fix: install it (https://www.pulumi.com/docs/iac/download-install/), then npm run doctor";
  }
  if (error.killed) {
    return `\`${command}\` gave no response within ${limitMs / 1000} s; fix: try it by hand`;
  }
  return `\`${command}\` failed; fix: log in to the backend that holds the stack, or deploy it: npm run up -- ${globalStack}\n${stderr.trim()}`;
}

function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    throw new InvalidInput(`\`${command}\` did not answer with JSON; fix: is \`pulumi\` on PATH the Pulumi CLI?`);
  }
}
