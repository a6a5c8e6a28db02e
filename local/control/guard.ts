/** Who may talk to the control API: programs on this machine and its own page, not another site in a browser. */
import { Refusal } from "./problems";

const loopback = ["127.0.0.1", "localhost", "[::1]"];

/**
 * Throws a Refusal for a `Host` that is not loopback: a site that points its name at 127.0.0.1 (DNS rebinding)
 * still sends its own name. An `Origin` must be the page's own; programs send none.
 */
export function checkCaller(headers: { host?: string | undefined; origin?: string | undefined }, port: number): void {
  const hosts = loopback.map((host) => `${host}:${port}`);
  if (!headers.host || !hosts.includes(headers.host.toLowerCase())) {
    throw new Refusal(403, "host-refused", `Host is "${headers.host ?? ""}"; allowed: ${hosts.join(", ")}`);
  }
  const origins = hosts.map((host) => `http://${host}`);
  if (headers.origin !== undefined && !origins.includes(headers.origin.toLowerCase())) {
    throw new Refusal(403, "origin-refused", `Origin is "${headers.origin}"; allowed: ${origins.join(", ")}, or none`);
  }
}

/** A form on another site can send text and forms without asking; JSON it cannot. */
export function checkJson(contentType: string | undefined): void {
  if (contentType?.split(";")[0]?.trim().toLowerCase() === "application/json") {
    return;
  }
  throw new Refusal(415, "json-only", `Content-Type is "${contentType ?? ""}"; send "application/json"`);
}

/** The page needs nothing from anywhere else. */
export const pageHeaders = {
  "content-security-policy":
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; form-action 'self'; base-uri 'none'",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
} as const;
