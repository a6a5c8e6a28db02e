/** What a pack lets pass although a rule finds it: one rule, one resource, why, who answers for it, until when. */
import { readFileSync } from "node:fs";
import { parseJson } from "./json";
import { isRecord } from "./values";

export interface Exemption {
  readonly rule: string;
  /** URN, as every report prints it. */
  readonly resource: string;
  readonly reason: string;
  readonly owner: string;
  /** Last day that it holds: `2026-12-31`. */
  readonly expires: string;
}

const fields = ["rule", "resource", "reason", "owner", "expires"] as const;

/** An exemptions file's entries, and what is wrong with it: found, allowed, fix. */
export interface Exemptions {
  readonly entries: readonly Exemption[];
  readonly issues: readonly string[];
}

export const noExemptions: Exemptions = { entries: [], issues: [] };

/** Reads a JSON file `{ "exemptions": [...] }`. A file that is named and cannot be read is an issue. */
export function readExemptions(file: string): Exemptions {
  try {
    return parseExemptions(parseJson(readFileSync(file, "utf8")), file);
  } catch (error) {
    return { entries: [], issues: [`exemptions file "${file}" cannot be read: ${(error as Error).message}`] };
  }
}

export function parseExemptions(document: unknown, file = "exemptions"): Exemptions {
  if (!isRecord(document) || !Array.isArray(document.exemptions)) {
    return { entries: [], issues: [`${file} has no list "exemptions"; allowed is { "exemptions": [ … ] }`] };
  }
  const issues = document.exemptions.flatMap((entry, index) => issuesOf(entry, `${file}, exemption ${index + 1}`));
  return { entries: issues.length > 0 ? [] : document.exemptions, issues };
}

function issuesOf(entry: unknown, where: string): string[] {
  if (!isRecord(entry)) {
    return [`${where} is ${JSON.stringify(entry)}; allowed is an object with ${fields.join(", ")}`];
  }
  const missing = fields.filter((field) => typeof entry[field] !== "string" || entry[field] === "");
  const issues = missing.map((field) => `${where} has no ${field}; name one`);
  const unknown = Object.keys(entry).filter((key) => !(fields as readonly string[]).includes(key));
  issues.push(...unknown.map((key) => `${where} has "${key}"; allowed are ${fields.join(", ")}`));
  if (!missing.includes("expires") && !isDay(String(entry.expires))) {
    issues.push(`${where} expires "${entry.expires}"; allowed is a day such as 2027-03-31`);
  }
  return issues;
}

const isDay = (text: string) => {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString() === `${text}T00:00:00.000Z`;
};

/** Whether an exemption still holds at `now` (ms). It holds to the end of its last day, UTC. */
export const isExpired = (exemption: Exemption, now: number): boolean =>
  now >= Date.parse(`${exemption.expires}T00:00:00Z`) + 24 * 3600_000;
