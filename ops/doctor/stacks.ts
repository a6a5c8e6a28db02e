/** Stack files and what they say. */
import { configurationIssues, missingFiles, rawSettings, stackFile } from "../../graph/configuration";
import { stackFiles } from "../../graph/project";
import { globalStack, regionStacks } from "../../model/topology";
import { type Check, type Context, type Finding, look, mustFix, ok } from "./check";

type Project = Pick<Context, "root" | "stacks">;
type Found = Omit<Finding, "check">;

export const files = {
  name: "stack files",
  async run({ root, stacks }: Project) {
    const findings = missingFiles(root, stacks).map(({ found, fix }) => mustFix(found, fix));
    const known = [globalStack, ...Object.keys(regionStacks)];
    const strange = stackFiles(root).filter((stack) => !known.includes(stack));
    for (const stack of strange) {
      findings.push(
        look(`${stackFile(stack)}, which is in no topology`, "add it to model/topology.ts, or remove the file"),
      );
    }
    return findings.length > 0 ? findings : [ok(stacks.map(stackFile).join(", "))];
  },
} satisfies Check;

export const config = {
  name: "configuration",
  async run({ root, stacks }: Project) {
    const issues = configurationIssues(root, stacks);
    // Each line says what was found, what is allowed and the fix.
    return issues.length > 0 ? issues.map((found): Found => ({ status: "fix", found })) : [ok("no issue")];
  },
} satisfies Check;

/** The domain that a stack is configured with, if any. */
export const domainOf = (root: string, stack: string) => rawSettings(root, stack).settings.domain;
export const hostedZoneIdOf = (root: string) => rawSettings(root, globalStack).settings.hostedZoneId;
