/** Origins of web apps: which pages may read what the regional API answers, and see what connecting to it took. */
import { appOrigin } from "./names";

/** Any port of this machine: a web app in development. */
const anyPort = /^(http:\/\/(?:localhost|127\.0\.0\.1)):\*$/;
const entryPattern =
  /^(?:https:\/\/(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9](?::[1-9]\d{0,4})?|http:\/\/(?:localhost|127\.0\.0\.1)(?::(?:\*|[1-9]\d{0,4}))?)$/;
/** All of them are in each function's environment, which has 4 KB. */
const mostEntries = 20;

const entriesOf = (text: string) => text.split(",").flatMap((entry) => entry.trim() || []);

/** What is wrong with the setting; undefined where it is allowed. */
export function issueWithOrigins(text: string): string | undefined {
  const entries = entriesOf(text);
  const wrong = entries.filter((entry) => !entryPattern.test(entry));
  if (wrong.length > 0) {
    return `${wrong.map((entry) => `"${entry}"`).join(", ")} cannot be; allowed are origins in lower case, divided by commas, without a path: https://admin.example.com, http://localhost:3000, http://localhost:* for any port`;
  }
  return entries.length <= mostEntries ? undefined : `${entries.length} are too many; allowed are ${mostEntries}`;
}

/** Every allowed origin, `https://app.<domain>` first. */
export function appOrigins(domain: string, others: string): string[] {
  return [...new Set([appOrigin(domain), ...entriesOf(others)])];
}

/** As functions are given them: hosts, since nothing that is sent goes there. Policies refuse URLs in their settings. */
export const hostsOf = (origins: readonly string[]) =>
  origins.map((origin) => origin.replace(/^https?:\/\//, "")).join(",");

/** Only this machine is reached without TLS. */
export const originsOfHosts = (hosts: string): string[] =>
  hosts.split(",").map((host) => `${/^(?:localhost|127\.0\.0\.1)(?::|$)/.test(host) ? "http" : "https"}://${host}`);

/** Whether pages of `origin` (as a browser sends it) are among `allowed`. */
export function isAllowed(allowed: readonly string[], origin: string): boolean {
  return allowed.some((entry) => {
    const host = anyPort.exec(entry)?.[1];
    return host === undefined
      ? entry === origin
      : origin === host || (origin.startsWith(`${host}:`) && /^\d{1,5}$/.test(origin.slice(host.length + 1)));
  });
}

/** `Timing-Allow-Origin`, which has no pattern: with one, what connecting took is for all. It says nothing of anybody. */
export const timingOrigins = (allowed: readonly string[]) =>
  allowed.some((entry) => anyPort.test(entry)) ? "*" : allowed.join(", ");
