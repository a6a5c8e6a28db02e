/** A batch of measurements: what may be in its body, and what is taken of it. Pure. */

import { type JsonIssue, maxIssues, pointer } from "../../model/json-issue";
import { objectIn, unknownFields } from "../shared/body";
import { longestName, type Measured, measuredOf } from "./measurement";

/** What fits into the body, with room. */
export const maxMeasurements = 300;
const mostDropped = 1_000_000;
const example = '{"measurements":[…],"dropped":0}';

export interface Batch {
  accepted: Measured[];
  /** Measurements of this body that were not taken. */
  dropped: number;
  /** Why, the first 20. */
  issues: JsonIssue[];
  /** Measurements that the client says it has lost before. */
  lostBefore: number;
}

/**
 * `{"measurements":[…],"dropped":n}`. A body that is none is refused whole. A measurement with an issue, an unknown field
 * among them, is dropped whole and the others are taken: what a client sends that nobody asked for may say who somebody is.
 */
export function batchOf(body: Buffer, now: number): Batch | { refused: JsonIssue[] } {
  const read = objectIn(body, example);
  if ("issues" in read) {
    return { refused: read.issues };
  }
  const refused = bodyIssues(read.object);
  if (refused.length > 0) {
    return { refused: refused.slice(0, maxIssues) };
  }
  const { measurements, dropped = 0 } = read.object as { measurements: unknown[]; dropped?: number };
  const accepted: Measured[] = [];
  const issues: JsonIssue[] = [];
  for (const [index, value] of measurements.entries()) {
    const measured = measuredOf(value, now, pointer("/measurements", index));
    if ("issues" in measured) {
      issues.push(...measured.issues);
    } else {
      accepted.push(measured);
    }
  }
  const lost = measurements.length - accepted.length;
  return { accepted, dropped: lost, issues: issues.slice(0, maxIssues), lostBefore: dropped };
}

function bodyIssues(object: Record<string, unknown>): JsonIssue[] {
  const { measurements, dropped = 0 } = object;
  const issues = unknownFields(object, ["measurements", "dropped"], { longestName });
  if (!Array.isArray(measurements)) {
    issues.push({ pointer: "/measurements", detail: "must be a list" });
  } else if (measurements.length < 1 || measurements.length > maxMeasurements) {
    issues.push({
      pointer: "/measurements",
      detail: `has ${measurements.length} measurements; 1 to ${maxMeasurements} are allowed`,
    });
  }
  if (!Number.isSafeInteger(dropped) || (dropped as number) < 0 || (dropped as number) > mostDropped) {
    issues.push({ pointer: "/dropped", detail: `must be a whole number from 0 to ${mostDropped}` });
  }
  return issues;
}
