/** What one request leaves behind. No bodies, tokens, addresses, slugs or e-mail domains: opaque ids at most. */
export interface LogLine {
  function: string;
  /** The route's template, never the path: a path can carry a slug. */
  route: string;
  status: number;
  ms: number;
  /** Stable code of the problem, where the response is one. */
  code?: string;
  /** Opaque id. */
  organization?: string;
  [field: string]: string | number | boolean | undefined;
}

/**
 * One line for one request. These are lines of JSON on standard output, which Lambda keeps as they are; `console` would
 * wrap them once more. One without level and time stamp gets level INFO and the time at which it was written.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
 */
export function log(line: LogLine): void {
  write(line);
}

/** Something that an operator should know although requests go on. `message` names no tenant. */
export function warn(name: string, message: string): void {
  write({ level: "WARN", timestamp: new Date().toISOString(), function: name, message });
}

/** An error that nobody foresaw. Its class only: a message may quote what the client sent. */
export function logError(name: string, error: unknown): void {
  const what = error instanceof Error ? error.name : typeof error;
  write({ level: "ERROR", timestamp: new Date().toISOString(), function: name, error: what });
}

/**
 * Metrics for CloudWatch: a document of the embedded metric format, a line of its own with nothing around it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function logMetrics(document: Record<string, unknown>): void {
  write(document);
}

function write(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
