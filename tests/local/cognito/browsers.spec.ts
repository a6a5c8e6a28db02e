import assert from "node:assert/strict";
import { clientId, poolId } from "../../support/pools";
import { useSignInPool } from "../../support/sign-in-pool";

const origin = "http://localhost:5173";
const operation = "AWSCognitoIdentityProviderService.InitiateAuth";

describe("user pools and browsers", () => {
  const used = useSignInPool();
  const send = (path: string, init: RequestInit) => fetch(`${used.pools.endpoint("ca-central-1")}${path}`, init);
  const readable = ({ headers }: Response) =>
    ["access-control-allow-origin", "access-control-expose-headers"].map((name) => headers.get(name));
  const anyPage = ["*", "x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date"];

  it("let any page send what AWS's clients send", async () => {
    await used.start();
    const asked = "cache-control,content-type,x-amz-target,x-amz-user-agent";
    const headers = {
      origin,
      "access-control-request-method": "POST",
      "access-control-request-headers": asked,
    };
    const response = await send("/", { method: "OPTIONS", headers });
    assert.equal(response.status, 200);
    assert.equal(response.headers.get("access-control-allow-headers"), asked);
    assert.equal(response.headers.get("access-control-allow-methods"), "POST");
    assert.equal(response.headers.get("access-control-allow-origin"), "*");
    assert.equal(response.headers.get("access-control-allow-credentials"), null);
    assert.equal(await response.text(), "");
  });

  it("let any page read tokens, keys, and why it was refused; nothing is said where no page asks", async () => {
    await used.start();
    const call = (headers: Record<string, string>, ClientId = clientId) =>
      send("/", {
        method: "POST",
        headers: { "x-amz-target": operation, ...headers },
        body: JSON.stringify({ ClientId, AuthFlow: "USER_AUTH", AuthParameters: { USERNAME: "ana@acme.example" } }),
      });
    const responses = [
      await call({ origin }),
      await call({ origin }, "nobody"),
      await send(`/${poolId}/.well-known/jwks.json`, { headers: { origin } }),
      await send("/nothing", { headers: { origin } }),
    ];
    assert.deepEqual(
      responses.map(({ status }) => status),
      [200, 400, 200, 404],
    );
    for (const response of responses) {
      assert.deepEqual(readable(response), anyPage);
      await response.text();
    }
    assert.equal(responses[1]!.headers.get("x-amzn-errortype"), "ResourceNotFoundException:");
    const other = await call({});
    assert.deepEqual(readable(other), [null, null]);
    await other.text();
  });
});
