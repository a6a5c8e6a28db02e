import assert from "node:assert/strict";
import type { Place } from "../../../local/context";
import { createAppUser } from "../../../local/journey/app-user";
import type { JourneyDeps } from "../../../local/journey/journey";
import type { RequestOptions } from "../../../local/journey/requester";
import type { Session } from "../../../local/journey/session";
import { ManualClock } from "../../support/manual-clock";

const minute = 60_000;

/** A home whose tokens are good for 15 minutes of the clock; `pool` and `api` can be made to fail. */
function world() {
  const clock = new ManualClock();
  const ends = new Map<string, number>();
  const state = { pool: "up" as "up" | "down", revoked: new Set<string>(), refused: false, status: 200 };
  const asked: string[] = [];
  const kept: Session[] = [];
  const response = (status: number, body: object) => ({ status, headers: {}, body: JSON.stringify(body) });
  const pool = ({ headers, body }: RequestOptions) => {
    if (state.pool === "down") {
      throw Object.assign(new Error("no response"), { code: "ETIMEDOUT" });
    }
    const isRenewal = headers!["x-amz-target"]!.endsWith(".GetTokensFromRefreshToken");
    const { RefreshToken: given } = JSON.parse(String(body));
    if (isRenewal && (state.refused || given !== `refresh-${ends.size}`)) {
      asked.push(`renew with ${given}: refused`);
      return response(400, { __type: "NotAuthorizedException", message: "Invalid Refresh Token" });
    }
    const number = ends.size + 1;
    const token = `token-${number}`;
    ends.set(token, clock.now() + 15 * minute);
    asked.push(isRenewal ? `renew with ${given}: ${token}` : `sign in: ${token}`);
    const tokens = { AccessToken: token, RefreshToken: `refresh-${number}`, ExpiresIn: 900 };
    return response(200, { AuthenticationResult: tokens });
  };
  const profile = ({ method, headers }: RequestOptions) => {
    const token = headers!.authorization!.slice("Bearer ".length);
    const isGood = clock.now() < ends.get(token)! && !state.revoked.has(token);
    const status = isGood ? state.status : 401;
    asked.push(`${method} with ${token}: ${status}`);
    return response(status, status === 200 ? { preferences: {}, version: 1 } : { code: `c-${status}`, detail: "d" });
  };
  const home = { jurisdiction: "CA", identity: { clientId: "c" }, endpoints: [{ api: "https://ca.api.example.com" }] };
  const request = async (options: RequestOptions) => {
    if (options.url.includes("cognito-idp")) {
      return pool(options);
    }
    return options.url.includes("/v1/profile") ? profile(options) : response(200, home);
  };
  const deps = {
    domain: "example.com",
    clock,
    ledger: { open: () => "t", about: () => {} },
    open: () => ({ request, close: () => {} }),
    createUser: async () => ({ region: "ca-central-1", clientId: "c", username: "u", password: "p" }),
    truthOf: async () => undefined,
  } as unknown as JourneyDeps;
  const place = { name: "Toronto" } as Place;
  const create = () => createAppUser(deps, { organization: "acme", place, keep: (session) => kept.push(session) });
  return { clock, state, asked, kept, create };
}

describe("app user", () => {
  it("renews its token a minute before it ends, and never is refused for it", async () => {
    const { clock, asked, kept, create } = world();
    const user = await create();
    await clock.advance(14 * minute - 1);
    await user.read();
    await clock.advance(1);
    await user.read();
    await user.read();
    assert.deepEqual(asked, [
      "sign in: token-1",
      "PUT with token-1: 200",
      "GET with token-1: 200",
      "renew with refresh-1: token-2",
      "GET with token-2: 200",
      "GET with token-2: 200",
    ]);
    assert.deepEqual(
      kept.map(({ token }) => token),
      ["token-1", "token-2"],
    );
    assert.equal(kept[1]!.until, clock.now() + 15 * minute);
  });

  it("renews with the refresh token that came last, each once", async () => {
    const { clock, asked, create } = world();
    const user = await create();
    for (let hour = 0; hour < 3; hour++) {
      await clock.advance(14 * minute);
      await user.read();
    }
    assert.deepEqual(
      asked.filter((line) => line.startsWith("renew")),
      ["renew with refresh-1: token-2", "renew with refresh-2: token-3", "renew with refresh-3: token-4"],
    );
  });

  it("has the person sign in anew where the pool refuses the refresh token", async () => {
    const { clock, state, asked, create } = world();
    const user = await create();
    state.refused = true;
    await clock.advance(14 * minute);
    await user.read();
    assert.deepEqual(asked.slice(2), ["renew with refresh-1: refused", "sign in: token-2", "GET with token-2: 200"]);
  });

  it("goes on with a token that is still good while its pool does not answer", async () => {
    const { clock, state, asked, create } = world();
    const user = await create();
    state.pool = "down";
    await clock.advance(14.5 * minute);
    await user.read();
    assert.equal(asked.at(-1), "GET with token-1: 200");
    await clock.advance(minute);
    await assert.rejects(user.read(), { code: "ETIMEDOUT" });
  });

  it("replaces a token that is refused, and does not call that a failure", async () => {
    const { state, asked, create } = world();
    const user = await create();
    state.revoked.add("token-1");
    await user.read();
    assert.deepEqual(asked.slice(2), [
      "GET with token-1: 401",
      "renew with refresh-1: token-2",
      "GET with token-2: 200",
    ]);
  });

  it("refuses to hide what the home answers otherwise", async () => {
    const { state, asked, create } = world();
    const user = await create();
    state.status = 503;
    await assert.rejects(user.read(), { status: 503 });
    assert.equal(asked.length, 3);
  });
});
