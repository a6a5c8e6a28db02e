/** The approved documents: one a stack as it is configured, and what other settings change. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { evaluateStacks } from "../../../graph";
import { evaluatedStacks, projectRoot, temporaryProject } from "../stacks";
import { differences } from "./differences";
import { approvable } from "./document";

/**
 * Settings that create, change or leave out resources, one of each kind, and the stacks that show how. They are independent of each
 * other, so that one evaluation shows them all.
 */
const otherSettings = {
  addressRetentionDays: 3,
  alarmEndpoint: "oncall@example.com",
  appOrigins: "https://admin.example.com, http://localhost:3000",
  deletionProtection: false,
  hostedZoneId: "Z0123456789ABCDEFGHIJ",
  logRetentionDays: 7,
  mfa: "required",
  passwordMinimumLength: 14,
  threatProtection: "enforced",
};
const changedStacks = ["global", "ca", "ca-west"];

const folder = join(projectRoot, "tests/infra/approved");
const fileOf = (name: string) => join(folder, name);

export const stackFile = (stack: string) => `${stack}.yaml`;
export const otherSettingsFile = "with-other-settings.txt";

export const readApproved = (file: string) => readFileSync(fileOf(file), "utf8");
export const writeApproved = (file: string, text: string) => writeFileSync(fileOf(file), text);

let documents: Promise<Map<string, string>> | undefined;

/** File → its text as the project stands now, evaluated once a process. */
export function stackDocuments(): Promise<Map<string, string>> {
  documents ??= write();
  return documents;
}

async function write(): Promise<Map<string, string>> {
  const stacks = await evaluatedStacks();
  return new Map(stacks.map((graph) => [stackFile(graph.stack), approvable(graph, stacks)]));
}

/** What other settings change, stack by stack. */
export async function otherSettingsDocument(): Promise<string> {
  const usual = await stackDocuments();
  const project = temporaryProject();
  try {
    for (const stack of changedStacks) {
      configure(join(project.root, `Pulumi.${stack}.yaml`));
    }
    const graphs = await evaluateStacks({ root: project.root, stacks: changedStacks });
    const parts = graphs.map((graph) => {
      const changed = differences(usual.get(stackFile(graph.stack))!, approvable(graph, graphs));
      return `\nstack ${graph.stack}\n${changed.replaceAll(/^/gm, "  ").trimEnd()}\n`;
    });
    return `# What changes with ${JSON.stringify(otherSettings)}. "npm run approve" writes this file.\n${parts.join("")}`;
  } finally {
    project.remove();
  }
}

function configure(file: string) {
  const { config } = parse(readFileSync(file, "utf8"));
  const own = Object.fromEntries(Object.entries(otherSettings).map(([key, value]) => [`home-region:${key}`, value]));
  writeFileSync(file, stringify({ config: { ...config, ...own } }));
}
