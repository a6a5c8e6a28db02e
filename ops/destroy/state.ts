/** What stands, as Pulumi's state has it. */
import { InvalidInput } from "../../model/invalid-input";
import type { Execute } from "../doctor/execute";

/** A resource that stands. */
export interface Standing {
  urn: string;
  type: string;
  id: string;
  inputs: Record<string, any>;
  outputs: Record<string, any>;
  protect: boolean;
}

const pulumi = async (execute: Execute, ...args: string[]): Promise<unknown> => {
  const result = await execute("pulumi", [...args, "--non-interactive"]);
  if (result.missing) {
    throw new InvalidInput(
      "the pulumi CLI is not on PATH; fix: install it (https://www.pulumi.com/docs/iac/download-install/)",
    );
  }
  const words = `pulumi ${args.join(" ")}`;
  if (result.code !== 0) {
    throw new InvalidInput(`\`${words}\` failed: ${result.stderr.split("\n")[0]}; fix: npm run doctor`);
  }
  try {
    return JSON.parse(result.stdout);
  } catch {
    throw new InvalidInput(`\`${words}\` did not answer with JSON; fix: is \`pulumi\` on PATH the Pulumi CLI?`);
  }
};

/** What a stack manages itself: no components, nothing that it only reads. Throws InvalidInput where the CLI cannot say. */
export async function standing(stack: string, execute: Execute): Promise<Standing[]> {
  const { deployment } = (await pulumi(execute, "stack", "export", "--stack", stack)) as any;
  const resources: any[] = deployment?.resources ?? [];
  return resources
    .filter(({ custom, external, type }) => custom && !external && !String(type).startsWith("pulumi:"))
    .map(({ urn, type, id = "", inputs = {}, outputs = {}, protect = false }) => ({
      ...{ urn, type, id, inputs, outputs, protect },
    }));
}

/** Stacks of the backend that hold anything. Throws InvalidInput where the CLI cannot say. */
export async function standingStacks(execute: Execute): Promise<string[]> {
  const listed = (await pulumi(execute, "stack", "ls", "--json")) as {
    name: string;
    resourceCount?: number;
    lastUpdate?: string;
  }[];
  // Not every backend counts; one that was never updated holds nothing.
  const holds = listed.filter(({ resourceCount, lastUpdate }) => resourceCount ?? lastUpdate);
  return holds.map(({ name }) => name.split("/").at(-1)!);
}
