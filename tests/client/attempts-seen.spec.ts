/** What the app's own `fetch` is told of each attempt, and what it may change: hooks before a request, after a response, before a repetition. */
import assert from "node:assert/strict";
import { createHomeClient } from "../../client/index";
import type { AttemptFetch, HomeAttempt } from "../../client/types";
import { homeResponse, lookup } from "../support/home-response";
import { createVirtual, type Handler } from "../support/virtual-network";

const primary = "ca.api.example.com";
const standby = "ca-west-1.ca.api.example.com";

interface Seen extends HomeAttempt {
  url: string;
  status: number | undefined;
}

/** A client whose attempts are seen as they end. */
function seenClient(hosts: Record<string, Handler>, change: (init: RequestInit) => RequestInit = (init) => init) {
  const virtual = createVirtual();
  virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse() }));
  for (const [host, handler] of Object.entries(hosts)) {
    virtual.hosts.set(host, handler);
  }
  const attempts: Seen[] = [];
  const lookups: string[] = [];
  const fetch: AttemptFetch = async (url, init, attempt) => {
    if (!attempt) {
      lookups.push(url);
      return virtual.runtime.fetch(url, init);
    }
    const seen: Seen = { ...attempt, url, status: undefined };
    attempts.push(seen);
    const response = await virtual.runtime.fetch(url, change(init));
    seen.status = response.status;
    return response;
  };
  const home = createHomeClient({ lookup, organization: "acme", runtime: { ...virtual.runtime, fetch } });
  const { hosts: _, ...own } = virtual;
  return { ...own, home, attempts, lookups };
}
const ok: Handler = () => ({ status: 200, body: 1 });

describe("client attempts seen", () => {
  it("tells call, number and address of each, and of the lookup that it is none", async () => {
    let turn = 0;
    const { run, home, attempts, lookups } = seenClient({
      [primary]: () => ({ status: turn++ < 2 ? 503 : 200 }),
      [standby]: ok,
    });
    await run(home.fetch("/v1/profile"));
    await run(home.fetch("/v1/notes", { method: "POST", body: "x" }));
    assert.equal(lookups.length, 1);
    assert.deepEqual(
      attempts.map(({ call, number, hedge, url, status }) => [call, number, hedge, url, status]),
      [
        [1, 1, false, `https://${primary}/v1/profile`, 503],
        [1, 2, false, `https://${primary}/v1/profile`, 503],
        [1, 3, false, `https://${standby}/v1/profile`, 200],
        [2, 1, false, `https://${primary}/v1/notes`, 200],
      ],
    );
  });

  it("tells a hedge from a repetition, under its call's number", async () => {
    let slow = false;
    const { run, home, attempts } = seenClient({
      [primary]: () => ({ status: 200, delayMs: slow ? 2000 : 5 }),
      [standby]: ok,
    });
    for (let count = 0; count < 40; count++) {
      await run(home.fetch("/v1/profile"));
    }
    attempts.length = 0;
    slow = true;
    await run(home.fetch("/v1/profile"));
    assert.deepEqual(
      attempts.map(({ call, number, hedge, url }) => [call, number, hedge, new URL(url).host]),
      [
        [41, 1, false, primary],
        [41, 2, true, standby],
      ],
    );
  });

  it("sends what it makes of a request, on every attempt anew, and passes a caller's traceparent through", async () => {
    let count = 0;
    let turn = 0;
    const { run, home, requests } = seenClient(
      { [primary]: () => ({ status: turn++ ? 200 : 503 }), [standby]: ok },
      (init) => {
        const headers = new Headers(init.headers);
        headers.set("x-attempt", String(++count));
        return { ...init, headers };
      },
    );
    const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    await run(home.fetch("/v1/profile", { headers: { traceparent } }));
    const atHome = requests.filter(({ host }) => host !== "api.example.com");
    assert.deepEqual(
      atHome.map(({ headers }) => [headers.get("x-attempt"), headers.get("traceparent")]),
      [
        ["1", traceparent],
        ["2", traceparent],
      ],
    );
  });
});
