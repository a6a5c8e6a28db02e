/** What a function needs to serve its users, and whether it works now. */
import { FunctionError, TableRefused } from "./errors";
import { realTimer, type Timer, withTimeout } from "./with-timeout";

export interface Dependency {
  name: string;
  /** Uses it as a user's request would, but touches nothing that is a tenant's. Rejects where it does not work. */
  use(): Promise<unknown>;
}

export interface DependencyHealth {
  name: string;
  status: "ok" | "failed";
  ms: number;
  /** Stable code, where it failed. */
  code?: string;
}

/** A dependency that says itself what is wrong with it. */
export class DependencyFailed extends FunctionError {
  constructor(readonly code: string) {
    super(`a dependency failed: ${code}`);
  }
}

/** Uses all at once. Never rejects; one that is silent for `timeoutMs` has failed. */
export function check(
  dependencies: readonly Dependency[],
  timeoutMs: number,
  now = () => performance.now(),
  timer: Timer = realTimer,
): Promise<DependencyHealth[]> {
  return Promise.all(
    dependencies.map(async ({ name, use }) => {
      const started = now();
      const elapsed = () => Math.round(now() - started);
      try {
        const late = new DependencyFailed("timeout");
        if ((await withTimeout<unknown>(timeoutMs, use(), late, timer)) === late) {
          throw late;
        }
        return { name, status: "ok" as const, ms: elapsed() };
      } catch (error) {
        return { name, status: "failed" as const, ms: elapsed(), code: codeOf(error) };
      }
    }),
  );
}

function codeOf(error: unknown): string {
  if (error instanceof TableRefused) {
    return error.errorType;
  }
  return error instanceof FunctionError ? error.code : "internal-error";
}
