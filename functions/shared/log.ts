/** What one request leaves behind. No bodies, tokens, addresses, slugs or e-mail domains: opaque ids at most. */
export interface LogLine {
  function: string;
  /** The route's template, never the path: a path can carry a slug. */
  route: string;
  status: number;
  ms: number;
  /** Stable code of the problem, where the answer is one. */
  code?: string;
  /** Opaque id. */
  organization?: string;
  [field: string]: string | number | boolean | undefined;
}

/**
 * One line of JSON on standard output, which Lambda takes to CloudWatch Logs as it is: `console` would put time stamp and
 * request id before it, and metric filters read JSON only where a line is nothing else.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function log(line: LogLine): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
