import assert from "node:assert/strict";
import { Authorizers } from "../../../local/api-gateway/authorizers";
import type { Authorizer, Stage } from "../../../local/api-gateway/rules/declared";
import { FunctionError } from "../../../local/lambda/types";
import { ManualClock } from "../../support/manual-clock";

const api = "arn:aws:execute-api:ca-central-1:123456789012:api1";
const stage = { executionArn: `${api}/live`, api: { outputs: { executionArn: api } } } as unknown as Stage;
const methodArn = `${api}/live/GET/v1/profile`;
const declared: Authorizer = {
  id: "auth1",
  name: "auth",
  type: "TOKEN",
  functionArn: "authorizer",
  header: "authorization",
  validation: "Bearer [\\w.]+",
  ttlMs: 60_000,
  credentials: undefined,
};
const decision = (Effect: string, Resource: string, context = {}) => ({
  principalId: "user",
  policyDocument: { Statement: [{ Effect, Action: "execute-api:Invoke", Resource }] },
  context,
});

describe("local/api-gateway authorizers", () => {
  let clock: ManualClock;
  let authorizers: Authorizers;
  let calls: any[];
  let respond: () => unknown;

  beforeEach(() => {
    clock = new ManualClock();
    calls = [];
    respond = () => decision("Allow", methodArn, { organization: "org_1" });
    const invoke = async (call: unknown) => {
      calls.push(call);
      return respond();
    };
    authorizers = new Authorizers(clock, { invoke });
  });

  const ask = (token: string | undefined, options: { stage?: Stage; authorizer?: object; methodArn?: string } = {}) =>
    authorizers.authorize(options.stage ?? stage, { ...declared, ...options.authorizer }, token, {
      methodArn: options.methodArn ?? methodArn,
      trace: "t",
    });
  const refusal = async (...args: Parameters<typeof ask>) => {
    const result = await ask(...args);
    return result.allowed ? "allowed" : [result.refusal, ...(result.message ? [result.message] : [])].join(": ");
  };
  const failing = (error: Error) => () => {
    throw error;
  };

  it("keeps a response for as long as is declared, to the millisecond, and asks anew after that", async () => {
    assert.deepEqual(await ask("Bearer a"), {
      allowed: true,
      principalId: "user",
      context: { organization: "org_1" },
      latencyMs: 0,
    });
    respond = () => decision("Deny", methodArn);
    await clock.advance(59_999);
    assert.equal(await refusal("Bearer a"), "allowed", "what has changed meanwhile is not seen");
    await clock.advance(1);
    assert.equal(
      await refusal("Bearer a"),
      "ACCESS_DENIED: User is not authorized to access this resource with an explicit deny",
    );
    respond = () => decision("Allow", methodArn);
    await clock.advance(59_999);
    assert.match(await refusal("Bearer a"), /^ACCESS_DENIED/, "a refusal is kept as long");
    await clock.advance(1);
    assert.equal(await refusal("Bearer a"), "allowed");
    assert.equal(calls.length, 3);
  });

  it("counts from the response, not from the question", async () => {
    let responded = () => {};
    respond = () =>
      new Promise((resolve) => {
        responded = () => resolve(decision("Allow", methodArn));
      });
    const slow = ask("Bearer a");
    await clock.advance(5_000);
    responded();
    assert.deepEqual(
      { ...(await slow), context: {} },
      { allowed: true, principalId: "user", context: {}, latencyMs: 5_000 },
    );
    await clock.advance(59_999);
    assert.equal(await refusal("Bearer a"), "allowed");
    assert.equal(calls.length, 1);
  });

  it("keeps a response for its token, authorizer and stage only", async () => {
    await ask("Bearer a");
    respond = () => decision("Deny", methodArn);
    const test = { ...stage, executionArn: `${api}/test` };
    assert.match(await refusal("Bearer b"), /^ACCESS_DENIED/);
    assert.match(await refusal("Bearer a", { authorizer: { id: "auth2" } }), /^ACCESS_DENIED/);
    assert.match(await refusal("Bearer a", { stage: test }), /^ACCESS_DENIED/);
    assert.equal(await refusal("Bearer a"), "allowed");
    assert.equal(calls.length, 4);
  });

  it("keeps nothing where nothing is to be kept", async () => {
    await ask("Bearer a", { authorizer: { ttlMs: 0 } });
    respond = () => decision("Deny", methodArn);
    assert.match(await refusal("Bearer a", { authorizer: { ttlMs: 0 } }), /^ACCESS_DENIED/);
    await clock.advance(60_000);
    respond = () => decision("Allow", methodArn);
    assert.equal(await refusal("Bearer a"), "allowed", "nor is there anything to be found later");
  });

  it("judges every method by the kept response, which may name some only", async () => {
    await ask("Bearer a");
    const other = methodArn.replace("GET", "PUT");
    assert.equal(
      await refusal("Bearer a", { methodArn: other }),
      "ACCESS_DENIED: User is not authorized to access this resource",
    );
    assert.equal(calls.length, 1);
  });

  it("keeps no failure: the next question is asked", async () => {
    respond = failing(new FunctionError("Error", "Unauthorized"));
    assert.equal(await refusal("Bearer a"), "UNAUTHORIZED");
    respond = failing(new FunctionError("Error", "no keys"));
    assert.equal(await refusal("Bearer a"), "AUTHORIZER_FAILURE");
    respond = () => decision("Allow", methodArn);
    assert.equal(await refusal("Bearer a"), "allowed");
  });

  it("keeps ten thousand answers, and lets the oldest go first", async () => {
    const asked = async (token: string) => {
      const before = calls.length;
      await ask(`Bearer ${token}`);
      return calls.length > before;
    };
    for (let index = 0; index <= 10_000; index++) {
      await asked(String(index));
    }
    assert.deepEqual(
      [await asked("1"), await asked("0"), await asked("2"), await asked("1")],
      [false, true, false, true],
    );
    await clock.advance(60_000);
    // Asked anew, the oldest becomes the youngest.
    assert.equal(await asked("3"), true);
    await asked("more");
    assert.equal(await asked("3"), false);
  });

  it("refuses a token that the expression does not match as a whole, without asking", async () => {
    for (const token of ["Bearer a b", "xBearer a", "Bearer a,Bearer b", " Bearer a", "Bearer a\n", "bearer a"]) {
      assert.equal(await refusal(token), "UNAUTHORIZED", JSON.stringify(token));
    }
    // Each alternative is held against the whole, not the first against the beginning and the last against the end.
    for (const token of ["Bearer ab", "xBasic b"]) {
      const authorizer = { validation: "Bearer a|Basic b" };
      assert.equal(await refusal(token, { authorizer }), "UNAUTHORIZED", token);
    }
    assert.equal(await refusal(undefined), "UNAUTHORIZED");
    assert.equal(await refusal(""), "UNAUTHORIZED");
    assert.deepEqual(calls, []);
    assert.equal(await refusal("Basic b", { authorizer: { validation: "Bearer a|Basic b" } }), "allowed");
  });

  it("takes every token where no expression is declared, but none that is absent", async () => {
    for (const validation of [undefined, ""]) {
      assert.equal(await refusal("anything at all", { authorizer: { validation } }), "allowed");
      assert.equal(await refusal(undefined, { authorizer: { validation } }), "UNAUTHORIZED");
    }
  });

  it("asks in the API's name, or in that of the declared role", async () => {
    await ask("Bearer a");
    await ask("Bearer b", { authorizer: { credentials: "arn:aws:iam::123456789012:role/invoke" } });
    const event = { type: "TOKEN", methodArn, authorizationToken: "Bearer a" };
    const caller = { principal: "apigateway.amazonaws.com", sourceArn: `${api}/authorizers/auth1` };
    assert.deepEqual(calls, [
      { functionArn: "authorizer", event, trace: "t", caller },
      { functionArn: "authorizer", event: { ...event, authorizationToken: "Bearer b" }, trace: "t" },
    ]);
  });

  it("refuses what it cannot judge: no function, another type, no permission, a response that is none", async () => {
    const wrong = "AUTHORIZER_CONFIGURATION_ERROR";
    assert.equal(await refusal("Bearer a", { authorizer: { functionArn: undefined } }), wrong);
    assert.equal(await refusal("Bearer a", { authorizer: { type: "REQUEST" } }), wrong);
    assert.deepEqual(calls, []);
    respond = failing(new FunctionError("AccessDeniedException", "no permission"));
    assert.equal(await refusal("Bearer a"), wrong);
    respond = () => ({ principalId: 5 });
    assert.equal(await refusal("Bearer a"), wrong);
    for (const error of [new Error("Unauthorized"), new FunctionError("Unauthorized", "unauthorized")]) {
      respond = failing(error);
      assert.equal(await refusal("Bearer a"), "AUTHORIZER_FAILURE", `${error.name} is not Lambda's Unauthorized`);
    }
  });
});
