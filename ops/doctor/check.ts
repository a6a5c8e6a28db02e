/** What a check is, and how many are run without any of them being able to hang. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Execute } from "./execute";

/** `fix` must be done before a first deployment; `look` needs a person's judgement; `unknown` could not be checked. */
export type Status = "ok" | "fix" | "look" | "unknown";

export interface Finding {
  check: string;
  status: Status;
  found: string;
  fix?: string;
}

export interface Context {
  /** The project's folder. */
  root: string;
  /** The operator's home folder. */
  home: string;
  /** Stacks to be deployed, `global` first. */
  stacks: readonly string[];
  /** May AWS be asked, with the operator's credentials? */
  aws: boolean;
  env: Readonly<Record<string, string | undefined>>;
  execute: Execute;
  /** Name servers that answer for a domain; rejects as `dns.resolveNs` does. */
  resolveNs: (domain: string) => Promise<string[]>;
}

export interface Check {
  name: string;
  run(context: Context): Promise<Omit<Finding, "check">[]>;
}

export const ok = (found: string): Omit<Finding, "check"> => ({ status: "ok", found });
export const mustFix = (found: string, fix: string): Omit<Finding, "check"> => ({ status: "fix", found, fix });
export const look = (found: string, fix: string): Omit<Finding, "check"> => ({ status: "look", found, fix });
export const unknown = (why: string): Omit<Finding, "check"> => ({ status: "unknown", found: `not checked: ${why}` });

/** Runs all at once; one that throws or takes longer than `limitMs` becomes `unknown`. In the order of the checks. */
export async function runChecks(checks: readonly Check[], context: Context, limitMs = 20_000): Promise<Finding[]> {
  const results = await Promise.all(
    checks.map(async ({ name, run }) => {
      const stop = new AbortController();
      const late = sleep(limitMs, [unknown(`no response within ${limitMs / 1000} s`)], { signal: stop.signal });
      const findings = await Promise.race([run(context), late])
        .catch((error) => [unknown(error instanceof Error ? error.message : String(error))])
        .finally(() => stop.abort());
      late.catch(() => undefined);
      return findings.map((finding) => ({ check: name, ...finding }));
    }),
  );
  return results.flat();
}
