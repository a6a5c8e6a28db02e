/** The configuration file of `pulumi preview --policy-pack-config`, so that both are configured alike. */
import { readFileSync } from "node:fs";
import { InvalidInput } from "../../model/invalid-input";
import type { Level } from "../shared/evaluate";
import { parseJson } from "../shared/json";
import type { Pack } from "../shared/pack";
import { isRecord } from "../shared/values";

export interface Configuration {
  readonly levels: Record<string, Level>;
  readonly settings: Record<string, Record<string, unknown>>;
}

const levels = ["mandatory", "advisory", "remediate", "disabled"];

/** Throws InvalidInput with every issue: found, allowed, fix. */
export function readConfiguration(file: string, packs: readonly Pack[]): Configuration {
  let document: unknown;
  try {
    document = parseJson(readFileSync(file, "utf8"));
  } catch (error) {
    throw new InvalidInput(`configuration "${file}" cannot be read: ${(error as Error).message}`);
  }
  return parseConfiguration(document, packs, file);
}

export function parseConfiguration(document: unknown, packs: readonly Pack[], file = "configuration"): Configuration {
  if (!isRecord(document)) {
    throw new InvalidInput(`${file} is no object; allowed is {"<rule>": level or settings}`);
  }
  const rules = new Map(packs.flatMap((pack) => pack.rules.map((rule) => [rule.name, rule] as const)));
  const issues: string[] = [];
  const configuration: Configuration = { levels: {}, settings: {} };
  for (const [name, value] of Object.entries(document)) {
    const rule = rules.get(name);
    if (!rule && name !== "all") {
      issues.push(`${file} configures "${name}"; no rule is called so: see docs/policies.md`);
    }
    const { enforcementLevel = "mandatory", ...settings } = isRecord(value) ? value : { enforcementLevel: value };
    if (!levels.includes(String(enforcementLevel))) {
      issues.push(
        `${file}: level of "${name}" is ${JSON.stringify(enforcementLevel)}; allowed are ${levels.join(", ")}`,
      );
    }
    for (const key of Object.keys(settings)) {
      if (rule && !rule.settings?.[key]) {
        const allowed = Object.keys(rule.settings ?? {}).join(", ") || "none";
        issues.push(`${file}: "${name}" has no setting "${key}"; allowed are ${allowed}`);
      }
    }
    // Nothing is remedied outside the engine: what it would mend is a violation here.
    configuration.levels[name] = enforcementLevel === "remediate" ? "mandatory" : (enforcementLevel as Level);
    configuration.settings[name] = settings;
  }
  if (issues.length > 0) {
    throw new InvalidInput(issues.join("\n"));
  }
  return configuration;
}
