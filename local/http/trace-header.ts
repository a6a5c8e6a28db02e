/** `X-Amzn-Trace-Id`: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-request-tracing.html */

/** A trace's id as AWS writes one: `Root=1-<8 digits>-<24 digits>`. */
export function traceHeader(trace: string): string {
  const digits = Buffer.from(trace).toString("hex").padEnd(32, "0");
  const uuid = trace.replaceAll("-", "");
  const id = /^[0-9a-f]{32}$/.test(uuid) ? uuid : digits.slice(0, 32);
  return `Root=1-${id.slice(0, 8)}-${id.slice(8)}`;
}
