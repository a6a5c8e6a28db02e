/** Reads a request for a fault, and tells all its mistakes at once. */
import { InvalidInput } from "../../model/invalid-input";
import { linkName } from "./effects";
import { fieldsOf } from "./fields";
import type { Fault, FaultKind, FaultRequest, World } from "./types";

/** One thing that is wrong with a request: where, what was found, what is allowed. */
export interface Violation {
  field: string;
  found: unknown;
  allowed: string;
}

export class InvalidFault extends InvalidInput {
  constructor(readonly violations: readonly Violation[]) {
    super(
      violations.map(({ field, found, allowed }) => `${field}: found ${JSON.stringify(found)}; ${allowed}`).join("\n"),
    );
  }
}

/** What was asked for, with the defaults of its kind. Throws InvalidFault. */
export function readRequest(
  request: Partial<Record<keyof Fault, unknown>>,
  kinds: Readonly<Record<string, FaultKind>>,
  world: World,
): FaultRequest {
  const violations: Violation[] = [];
  const name = String(request.kind).toLowerCase();
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  const allowed = `allowed kinds: ${Object.keys(kinds).join(", ")}`;
  if (!kind) {
    violations.push({ field: "kind", found: request.kind ?? null, allowed });
  }
  const fields = fieldsOf(kind, request as Partial<FaultRequest>, world);
  const values: Record<string, unknown> = { kind: name };
  for (const [field, { allowed, read, required, fallback }] of Object.entries(fields)) {
    const found = request[field as keyof Fault] ?? undefined;
    const value = found === undefined ? fallback : read(found);
    if (value !== undefined) {
      values[field] = value;
    } else if (required || found !== undefined) {
      violations.push({ field, found: found ?? null, allowed });
    }
  }
  for (const [field, found] of Object.entries(request)) {
    if (field === "kind" || Object.hasOwn(fields, field) || found === undefined || found === null) {
      continue;
    }
    const what = kind ? `${name} has ${["kind", ...Object.keys(fields)].join(", ")}` : "no kind has it";
    violations.push({ field, found, allowed: `leave it out: ${what}` });
  }
  if (violations.length > 0) {
    throw new InvalidFault(violations);
  }
  return values as unknown as FaultRequest;
}

/** The same kind at the same place is one fault. */
export function idOf({ kind, ...place }: FaultRequest): string {
  const { region, service, resource, availabilityZone, peerRegion } = place;
  if (peerRegion !== undefined) {
    return `${kind}-${linkName(place)}`;
  }
  return [kind, service, resource, availabilityZone ?? region].filter((part) => part !== undefined).join("-");
}
