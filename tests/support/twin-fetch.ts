/** The web's fetch for somebody at a place of the twin: its DNS, its round trips, its certificates. */
import type { Client } from "../../local/device/client";

export function twinFetch(client: Client): typeof fetch {
  return (input, init = {}) =>
    new Promise((resolve, reject) => {
      const stop = () => reject(init.signal?.reason);
      if (init.signal?.aborted) {
        return stop();
      }
      init.signal?.addEventListener("abort", stop);
      const headers = Object.fromEntries(new Headers(init.headers));
      const body = typeof init.body === "string" ? init.body : undefined;
      client
        .request(String(input), { method: init.method ?? "GET", headers, ...(body !== undefined && { body }) })
        .then(({ status, headers, body }) => {
          const pairs = Object.entries(headers).flatMap(([name, value]) => (value ? [[name, String(value)]] : []));
          const content = [204, 205, 304].includes(status) ? null : new Uint8Array(body);
          const response = new Response(content, { status, headers: pairs as [string, string][] });
          // Where it came from, as fetch says it: this client follows no redirects.
          resolve(Object.defineProperty(response, "url", { value: new URL(String(input)).href }));
        }, reject)
        .finally(() => init.signal?.removeEventListener("abort", stop));
    });
}
