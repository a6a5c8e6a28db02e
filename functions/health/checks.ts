import { regionKey } from "../../model/registry";
import type { DynamoDb } from "../shared/dynamodb";
import { FunctionError, TableRefused } from "../shared/errors";

export interface Dependency {
  name: string;
  /** Reads something that is no tenant's. Rejects where the dependency does not work. */
  read(): Promise<unknown>;
}

export interface DependencyHealth {
  name: string;
  status: "ok" | "failed";
  ms: number;
  /** Stable code, where it failed. */
  code?: string;
}

/** The tables that are named, each read with a key that belongs to nobody. */
export function dependenciesOf(
  tables: DynamoDb,
  region: string,
  names: Partial<Record<"registry" | "profile" | "idempotency" | "signingKeys", string | undefined>>,
): Dependency[] {
  const { registry, profile, idempotency, signingKeys } = names;
  const dependencies: Dependency[] = [];
  if (registry) {
    dependencies.push({ name: "registry", read: () => tables.getItem(registry, { pk: regionKey(region) }) });
  }
  if (profile) {
    dependencies.push({ name: "profile", read: () => tables.getItem(profile, { pk: "health", sk: "health" }) });
  }
  if (idempotency) {
    dependencies.push({ name: "idempotency", read: () => tables.getItem(idempotency, { pk: "health" }) });
  }
  if (signingKeys) {
    dependencies.push({ name: "signing-keys", read: () => tables.getItem(signingKeys, { pk: "health" }) });
  }
  return dependencies;
}

/** Asks all at once. Never rejects. */
export function check(dependencies: Dependency[], now = () => performance.now()): Promise<DependencyHealth[]> {
  return Promise.all(
    dependencies.map(async ({ name, read }) => {
      const started = now();
      const elapsed = () => Math.round(now() - started);
      try {
        await read();
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
