import assert from "node:assert/strict";
import { Grants, type RefreshGrant } from "../../../local/cognito/grants";

const dayMs = 86_400_000;

describe("what a pool remembers of sign-ins", () => {
  let now: number;
  let grants: Grants;
  beforeEach(() => {
    now = Date.UTC(2026, 5, 1);
    grants = new Grants(() => now);
  });

  const grant = (rest: Partial<RefreshGrant> = {}): RefreshGrant => ({
    sub: "ana",
    clientId: "app",
    until: now + 30 * dayMs,
    originJti: "sign-in-1",
    authTime: now / 1000,
    ...rest,
  });
  const refused = (run: () => unknown, message: string, name = "NotAuthorizedException") =>
    assert.throws(run, (error: any) => {
      assert.deepEqual([error.code, error.message], [name, message]);
      return true;
    });

  it("gives a refresh token back to the client that it was issued to, until it expires", () => {
    const given = grant();
    const token = grants.addRefresh(given);
    assert.match(token, /^[\w-]{128}$/);
    assert.notEqual(grants.addRefresh(given), token);
    now += 30 * dayMs - 1;
    assert.deepEqual(grants.refresh(token, "app"), given);
    now += 1;
    refused(() => grants.refresh(token, "app"), "Refresh Token has expired");
  });

  it("refuses a refresh token in another client's hands, as if there were none, and leaves it to its own", () => {
    const token = grants.addRefresh(grant());
    refused(() => grants.refresh(token, "other"), "Invalid Refresh Token");
    refused(() => grants.refresh("guessed", "app"), "Invalid Refresh Token");
    refused(() => grants.revoke(token, "other"), "The token was not issued to this client", "UnauthorizedException");
    assert.equal(grants.refresh(token, "app").sub, "ana");
  });

  it("ends one sign-in with all its tokens, or all of a user, and nobody else's", () => {
    const [first, rotated] = [grants.addRefresh(grant()), grants.addRefresh(grant())];
    const second = grants.addRefresh(grant({ originJti: "sign-in-2" }));
    const others = grants.addRefresh(grant({ sub: "bo", originJti: "sign-in-3" }));
    grants.revoke(first, "app");
    for (const token of [first, rotated]) {
      refused(() => grants.refresh(token, "app"), "Refresh Token has been revoked");
    }
    refused(() => grants.requireStanding({ origin_jti: "sign-in-1" }), "Access Token has been revoked");
    grants.requireStanding({ origin_jti: "sign-in-2" });
    assert.equal(grants.refresh(second, "app").sub, "ana");
    grants.revokeAllOf("ana");
    refused(() => grants.refresh(second, "app"), "Refresh Token has been revoked");
    refused(() => grants.requireStanding({ origin_jti: "sign-in-2" }), "Access Token has been revoked");
    assert.equal(grants.refresh(others, "app").sub, "bo");
    grants.requireStanding({ origin_jti: "sign-in-3" });
  });

  it("ends one token after its grace period without ending its sign-in, and has nothing to revoke of an unknown one", () => {
    const [old, next] = [grants.addRefresh(grant()), grants.addRefresh(grant())];
    grants.retire(old, 60);
    now += 30_000;
    // A second use does not begin the period anew.
    grants.retire(old, 60);
    now += 29_999;
    assert.equal(grants.refresh(old, "app").sub, "ana");
    now += 1;
    grants.retire("unknown", 60);
    refused(() => grants.refresh(old, "app"), "Invalid Refresh Token");
    assert.equal(grants.refresh(next, "app").sub, "ana");
    grants.requireStanding({ origin_jti: "sign-in-1" });
    grants.revoke("unknown", "other");
  });

  it("lets a session answer one challenge, its own, of its own client, within three minutes", () => {
    const open = () => grants.openSession("ana@acme.example", "app", "PASSWORD");
    const wrong = "Invalid session for the user.";
    const session = open();
    assert.match(session, /^[\w+/]{64}$/);
    now += 3 * 60_000 - 1;
    assert.equal(grants.takeSession(session, "app", "PASSWORD").name, "ana@acme.example");
    refused(() => grants.takeSession(session, "app", "PASSWORD"), wrong);
    for (const [client, challenge] of [
      ["other", "PASSWORD"],
      ["app", "NEW_PASSWORD_REQUIRED"],
    ] as const) {
      const tried = open();
      refused(() => grants.takeSession(tried, client, challenge), wrong);
      refused(() => grants.takeSession(tried, "app", "PASSWORD"), wrong);
    }
    refused(() => grants.takeSession(undefined, "app", "PASSWORD"), wrong);
    const late = open();
    now += 3 * 60_000;
    refused(() => grants.takeSession(late, "app", "PASSWORD"), "Invalid session for the user, session is expired.");
  });
});
