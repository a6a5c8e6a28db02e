/** A batch of measurements: what may be in its body, and what is taken of it. Pure. */
import { type Measured, measuredOf } from "./measurement";

/** Browsers send no more with `keepalive`: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch */
export const maxBodyBytes = 64 * 1024;
/** What fits into that, with room. */
export const maxMeasurements = 300;
const mostDropped = 1_000_000;
const maxFaults = 20;
const longestName = 32;

export interface Fault {
  /** JSON pointer (RFC 6901) into the body. */
  pointer: string;
  detail: string;
}

export interface Batch {
  accepted: Measured[];
  /** Measurements of this body that were not taken. */
  dropped: number;
  /** Why, the first 20. */
  faults: Fault[];
  /** Measurements that the client says it has lost before. */
  lostBefore: number;
}

/**
 * `{"measurements":[…],"dropped":n}`. A body that is none is refused whole. A measurement with a fault, an unknown field
 * among them, is dropped whole and the others are taken: what a client sends that nobody asked for may say who somebody is.
 */
export function batchOf(body: Buffer, now: number): Batch | { refused: Fault[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return { refused: [{ pointer: "", detail: 'is not JSON in UTF-8; send {"measurements":[…],"dropped":0}' }] };
  }
  const refused = bodyFaults(parsed);
  if (refused.length > 0) return { refused: refused.slice(0, maxFaults) };
  const { measurements, dropped = 0 } = parsed as { measurements: unknown[]; dropped?: number };
  const accepted: Measured[] = [];
  const faults: Fault[] = [];
  for (const [at, one] of measurements.entries()) {
    const measured = measuredOf(one, now);
    if ("faults" in measured)
      for (const [field, detail] of measured.faults) faults.push({ pointer: pointer(at, field), detail });
    else accepted.push(measured);
  }
  const lost = measurements.length - accepted.length;
  return { accepted, dropped: lost, faults: faults.slice(0, maxFaults), lostBefore: dropped };
}

function bodyFaults(parsed: unknown): Fault[] {
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    return [{ pointer: "", detail: 'must be an object; send {"measurements":[…],"dropped":0}' }];
  const { measurements, dropped = 0, ...more } = parsed as Record<string, unknown>;
  const faults = Object.keys(more).map((name) => ({
    pointer: `/${escaped(name)}`,
    detail: "is not known; leave it out",
  }));
  if (!Array.isArray(measurements)) faults.push({ pointer: "/measurements", detail: "must be a list" });
  else if (measurements.length < 1 || measurements.length > maxMeasurements)
    faults.push({
      pointer: "/measurements",
      detail: `has ${measurements.length} measurements; 1 to ${maxMeasurements} are allowed`,
    });
  if (!Number.isSafeInteger(dropped) || (dropped as number) < 0 || (dropped as number) > mostDropped)
    faults.push({ pointer: "/dropped", detail: `must be a whole number from 0 to ${mostDropped}` });
  return faults;
}

const pointer = (at: number, field: string) => `/measurements/${at}${field && `/${escaped(field)}`}`;
const escaped = (name: string) => name.slice(0, longestName).replaceAll("~", "~0").replaceAll("/", "~1");
