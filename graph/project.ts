/** The project and stack files as the engine reads them: https://www.pulumi.com/docs/iac/concepts/projects/project-file/ */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { InvalidInput } from "../model/invalid-input";

export interface StackSettings {
  project: string;
  stack: string;
  /** Full key (`aws:region`) → value as the engine hands it to a program: text, objects as JSON. */
  config: Record<string, string>;
  secretKeys: string[];
}

/** Names of the stacks that have a `Pulumi.<stack>.yaml`, alphabetically. */
export function stackFiles(root: string): string[] {
  return readdirSync(root)
    .map((file) => /^Pulumi\.(.+)\.ya?ml$/.exec(file)?.[1])
    .filter((name) => name !== undefined)
    .sort();
}

/**
 * A stack's settings: the project's defaults (`key: {default}` and `key: {value}`), then the stack's own.
 * Throws InvalidInput where a file is missing or is not YAML.
 */
export function readSettings(root: string, stack: string): StackSettings {
  const project = readYaml(join(root, "Pulumi.yaml"));
  const file = join(root, `Pulumi.${stack}.yaml`);
  if (!existsSync(file)) {
    throw new InvalidInput(`stack "${stack}" has no ${file}; valid stacks: ${stackFiles(root).join(", ") || "none"}`);
  }
  const settings: StackSettings = { project: String(project.name), stack, config: {}, secretKeys: [] };
  for (const [key, declared] of Object.entries(project.config ?? {})) {
    const value = isRecord(declared) ? (declared.value ?? declared.default) : declared;
    if (value !== undefined && value !== null) {
      set(settings, key, value);
    }
  }
  for (const [key, value] of Object.entries(readYaml(file).config ?? {})) {
    if (value !== null) {
      set(settings, key, value);
    }
  }
  return settings;
}

/** What a stack's secrets are encrypted with: a provider's URL, `passphrase`, or undefined for what the backend does where nothing is said. */
export function secretsProviderOf(root: string, stack: string): string | undefined {
  const file = join(root, `Pulumi.${stack}.yaml`);
  const { secretsprovider, encryptionsalt } = existsSync(file) ? readYaml(file) : {};
  // The CLI writes a salt with a passphrase, and `secretsprovider: passphrase` or nothing.
  return typeof secretsprovider === "string" && secretsprovider !== "default"
    ? secretsprovider
    : encryptionsalt === undefined
      ? undefined
      : "passphrase";
}

function set(settings: StackSettings, key: string, value: unknown) {
  const full = key.includes(":") ? key : `${settings.project}:${key}`;
  if (isRecord(value) && typeof value.secure === "string") {
    // Nobody but the stack's secrets provider can read it. A stand-in by key: equal in every stack, as one secret would be.
    settings.config[full] = createHash("sha256").update(`stand-in:${full}`).digest("base64url");
    settings.secretKeys.push(full);
  } else {
    settings.config[full] = typeof value === "object" ? JSON.stringify(value) : String(value);
  }
}

function readYaml(file: string): Record<string, any> {
  try {
    return parse(readFileSync(file, "utf8")) ?? {};
  } catch (error) {
    throw new InvalidInput(`${file} cannot be read: ${(error as Error).message}`);
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
