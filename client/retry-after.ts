/** `Retry-After`, seconds or a date (RFC 9110, section 10.2.3), as ms from `now` on; 0 for what is neither. */
export function retryAfterMs(value: string | null | undefined, now: number): number {
  const text = value ?? "";
  const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Math.max(0, ms || 0);
}
