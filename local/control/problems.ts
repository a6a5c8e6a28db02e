/** Every refusal of the control API, as `application/problem+json`: https://www.rfc-editor.org/rfc/rfc9457 */

import { InvalidInput } from "../../model/invalid-input";
import type { Problem } from "../../model/problem";
import { InvalidFault } from "../faults/request";

/** One thing that is wrong with a request: where, what was found, what is allowed. */
export interface InputIssue {
  field: string;
  found: unknown;
  allowed: string;
}

/** The request is answered with `status` and a stable `code`; `issues` are all of them at once. */
export class Refusal extends Error {
  override name = "Refusal";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly issues: InputIssue[] = [],
  ) {
    super(message);
  }
}

const titles: Record<number, string> = {
  400: "Bad request",
  403: "Refused",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  413: "Too large",
  415: "Unsupported media type",
  500: "Error in the twin",
};

/** Whatever was thrown → status and problem. What nobody foresaw is a 500 without its stack. */
export function problemOf(error: unknown): Problem {
  const { status, code, issues } = kindOf(error);
  return {
    type: `urn:home-region:problem:${code}`,
    title: titles[status] ?? "Failed",
    status,
    code,
    detail: error instanceof Error ? error.message : String(error),
    ...(issues.length ? { issues } : {}),
  };
}

function kindOf(error: unknown): { status: number; code: string; issues: InputIssue[] } {
  if (error instanceof Refusal) {
    return error;
  }
  if (error instanceof InvalidFault) {
    return { status: 400, code: "invalid-input", issues: [...error.violations] };
  }
  if (error instanceof InvalidInput) {
    return { status: 400, code: "invalid-input", issues: [] };
  }
  const { statusCode: status, code } = (error ?? {}) as { statusCode?: number; code?: string };
  if (code === "FST_ERR_BAD_URL") {
    return { status: 400, code: "path-undecodable", issues: [] };
  }
  if (status === 415) {
    return { status, code: "json-only", issues: [] };
  }
  if (status === 413) {
    return { status, code: "too-large", issues: [] };
  }
  if (status !== undefined && status >= 400 && status < 500) {
    return { status, code: "invalid-input", issues: [] };
  }
  return { status: 500, code: "internal", issues: [] };
}
