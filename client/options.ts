/** Every option and what it must be: a wrong one is found when the client is made, not when it is needed. */
import type { HomeClientOptions } from "./types";

const kinds: Record<keyof HomeClientOptions, string> = {
  lookup: "string",
  organization: "string",
  storage: "object",
  getToken: "function",
  jurisdictions: "object",
  timeouts: "object",
  retries: "number",
  hedge: "boolean",
  texts: "object",
  fetch: "function",
  dispatcher: "object",
  WebSocket: "function",
  runtime: "object",
};
const times = ["firstByteMs", "wholeMs", "lookupMs"];

/** What is wrong with the options, beside lookup and organization, which have rules of their own. */
export function optionIssues(options: HomeClientOptions): string[] {
  const issues: string[] = [];
  const hold = (isRight: boolean, name: string, value: unknown, allowed: string) => {
    if (!isRight) {
      issues.push(`${name} is ${JSON.stringify(value) ?? typeof value}, not ${allowed}`);
    }
  };
  for (const [name, value] of Object.entries(options)) {
    const kind = (kinds as Record<string, string>)[name];
    if (!kind) {
      issues.push(`${name} is no option: there are ${Object.keys(kinds).join(", ")}`);
    } else if (value !== undefined && value !== null) {
      hold(kind === "string" || typeof value === kind, name, value, `of type ${kind}`);
    }
  }
  const { timeouts, retries = 0, jurisdictions } = options;
  for (const [name, ms] of Object.entries(timeouts ?? {})) {
    hold(times.includes(name) && Number(ms) > 0, `timeouts.${name}`, ms, `ms for one of ${times.join(", ")}`);
  }
  hold(!(retries < 0), "retries", retries, "0 or more");
  for (const code of jurisdictions ?? []) {
    hold(/^[A-Z]{2,8}$/.test(code), "jurisdictions", code, 'a code as "CA"');
  }
  return issues;
}
