import assert from "node:assert/strict";
import { refuse } from "../../../functions/shared/reply";
import { type ProblemCode, problem, problems } from "../../../model/problem";

describe("problems", () => {
  // Clients go by these: a change here breaks apps that are out there.
  it("have the codes and statuses that clients know", () =>
    assert.deepEqual(Object.fromEntries(Object.entries(problems).map(([code, [status]]) => [code, status])), {
      "invalid-request": 400,
      "request-refused": 400,
      unauthorized: 401,
      forbidden: 403,
      "organization-suspended": 403,
      "organization-unknown": 404,
      "profile-absent": 404,
      "path-unknown": 404,
      "method-not-allowed": 405,
      "request-running": 409,
      "version-conflict": 412,
      "body-too-large": 413,
      "media-type-unsupported": 415,
      misrouted: 421,
      "idempotency-key-reused": 422,
      "precondition-required": 428,
      "too-many-requests": 429,
      "internal-error": 500,
      evacuated: 503,
      unavailable: 503,
      "home-unservable": 503,
      "registry-unavailable": 503,
      "profile-unavailable": 503,
      "idempotency-unavailable": 503,
      "organization-moving": 503,
    }));

  it("are RFC 9457 objects that nobody may keep", () => {
    for (const code of Object.keys(problems) as ProblemCode[]) {
      const { response, code: said } = refuse(problem(code, "detail", { more: 1 }));
      const { status, headers, body } = response;
      assert.equal(said, code);
      const { type, title, ...rest } = JSON.parse(body);
      assert.deepEqual(rest, { status, code, detail: "detail", more: 1 });
      assert.equal(type, `urn:home-region:problem:${code}`);
      assert.ok(title.length > 0);
      // The sibling of an evacuated Region may be asked at once.
      const retry = status === 503 && code !== "evacuated" ? { "retry-after": "5" } : {};
      assert.deepEqual(headers, {
        "content-type": "application/problem+json",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        ...retry,
      });
    }
  });
});
