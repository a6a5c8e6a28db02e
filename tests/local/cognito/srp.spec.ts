import assert from "node:assert/strict";
import { createHash, createHmac, getDiffieHellman, hkdfSync } from "node:crypto";
import fc from "fast-check";
import { bytesOf, claimSignature, clientValue } from "../../../local/cognito/rules/srp";
import { anotherClientId, clientId, password, poolId } from "../../support/pools";
import { email, refused, reported, useSignInPool } from "../../support/sign-in-pool";

const client = { explicitAuthFlows: ["ALLOW_USER_SRP_AUTH"] };

describe("secure remote password", () => {
  const used = useSignInPool();
  const begin = (USERNAME: string, SRP_A = "2") => used.initiate("USER_SRP_AUTH", { USERNAME, SRP_A });

  it("writes numbers as Java does: the fewest bytes, the first bit for the sign", () =>
    fc.assert(
      fc.property(fc.bigInt(0n, 1n << 3072n), (value) => {
        const bytes = bytesOf(value);
        assert.equal(BigInt(`0x${bytes.toString("hex")}`), value);
        assert.ok(bytes[0]! < 0x80);
        assert.ok(bytes.length === 1 || bytes[0]! > 0 || bytes[1]! >= 0x80);
      }),
    ));

  it("refuses numbers that would let anybody know the key", async () => {
    await used.start({ client });
    const { body } = await begin(email);
    assert.equal(body.ChallengeName, "PASSWORD_VERIFIER");
    // Twice the prime of RFC 3526 is 0 in the group, as 0 is.
    const prime = getDiffieHellman("modp15").getPrime("hex");
    for (const value of ["0", "0000", prime, (2n * BigInt(`0x${prime}`)).toString(16), "xyz", "-1", "f".repeat(771)]) {
      assert.equal(clientValue(value), undefined, value.slice(0, 8));
      assert.equal((await reported(begin(email, value)))[1], "InvalidParameterException");
    }
    assert.equal(clientValue("1"), 1n);
  });

  it("answers alike for a name that nobody has, each time the same", async () => {
    await used.start({ client });
    const parametersOf = async (name: string) => (await begin(name)).body.ChallengeParameters;
    const first = await parametersOf("nobody@acme.example");
    const again = await parametersOf("Nobody@acme.example");
    const known = await parametersOf(email);
    assert.deepEqual(Object.keys(first), Object.keys(known));
    assert.deepEqual([again.SALT, again.USER_ID_FOR_SRP], [first.SALT, first.USER_ID_FOR_SRP]);
    const id = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/;
    assert.match(first.USER_ID_FOR_SRP, id);
    assert.notEqual((await parametersOf("noone@acme.example")).SALT, first.SALT);
  });

  it("refuses to say where the client does not hide who exists", async () => {
    await used.start({ client: { ...client, preventUserExistenceErrors: "LEGACY" } });
    assert.deepEqual(
      await reported(begin("nobody@acme.example")),
      refused("UserNotFoundException", "User does not exist."),
    );
  });

  it("refuses a signature without the key, a block twice, of another client, after three minutes, and none", async () => {
    await used.start({ client, another: true });
    const respond = (block: string | undefined, ClientId: string = clientId) =>
      reported(
        used.call("RespondToAuthChallenge", {
          ClientId,
          ChallengeName: "PASSWORD_VERIFIER",
          ChallengeResponses: {
            USERNAME: email,
            PASSWORD_CLAIM_SECRET_BLOCK: block,
            PASSWORD_CLAIM_SIGNATURE: createHmac("sha256", "guessed").update("x").digest("base64"),
            TIMESTAMP: "Mon Jun 1 00:00:00 UTC 2026",
          },
        }),
      );
    const blockOf = async () => (await begin(email)).body.ChallengeParameters.SECRET_BLOCK as string;
    const block = await blockOf();
    const wrong = refused("NotAuthorizedException", "Incorrect username or password.");
    const session = refused("NotAuthorizedException", "Invalid session for the user.");
    assert.deepEqual(await respond(block), wrong);
    assert.deepEqual(await respond(block), session);
    assert.deepEqual(await respond(await blockOf(), anotherClientId), session);
    assert.deepEqual(await respond(undefined), session);
    const late = await blockOf();
    await used.clock.advance(3 * 60_000);
    assert.match((await respond(late))[2], /session is expired/);
  });

  it("signs whoever knows the password in, and refuses them by another's name", async () => {
    await used.start({ client });
    const signed = async (name: (userId: string) => string, typed = password) => {
      const { body } = await begin(email);
      const { USER_ID_FOR_SRP: userId, ...parameters } = body.ChallengeParameters;
      return used.call("RespondToAuthChallenge", {
        ClientId: clientId,
        ChallengeName: "PASSWORD_VERIFIER",
        ChallengeResponses: {
          USERNAME: name(userId),
          PASSWORD_CLAIM_SECRET_BLOCK: parameters.SECRET_BLOCK,
          PASSWORD_CLAIM_SIGNATURE: signatureOf(parameters, `${poolId.split("_")[1]}${userId}`, typed),
          TIMESTAMP: timestamp,
        },
      });
    };
    for (const name of [(userId: string) => userId, () => email.toUpperCase()]) {
      const { status, body } = await signed(name);
      assert.deepEqual([status, typeof body.AuthenticationResult.AccessToken], [200, "string"]);
    }
    const wrong = refused("NotAuthorizedException", "Incorrect username or password.");
    assert.deepEqual(await reported(signed(() => "bo@acme.example")), wrong);
    assert.deepEqual(await reported(signed((userId) => userId, `${password}!`)), wrong);
  });

  it("refuses the flow where the client does not allow it", async () => {
    await used.start({ client: { explicitAuthFlows: ["ALLOW_USER_AUTH"] } });
    const disabled = refused("InvalidParameterException", "USER_SRP_AUTH flow not enabled for this client");
    assert.deepEqual(await reported(begin(email)), disabled);
  });

  it("signs with everything that was agreed on", () => {
    const sign = (...parts: [string, string, string]) => claimSignature(Buffer.alloc(16), ...parts).toString("hex");
    const signatures = [
      sign("ana", "AAAA", "now"),
      sign("bo", "AAAA", "now"),
      sign("ana", "AAAB", "now"),
      sign("ana", "AAAA", "then"),
    ];
    assert.equal(new Set(signatures).size, 4);
  });
});

const timestamp = "Mon Jun 1 00:00:00 UTC 2026";

/** The client's side, whose secret number is 1: SRP_A is the generator, 2. */
function signatureOf(parameters: Record<string, string>, identity: string, typed: string): string {
  const prime = BigInt(`0x${getDiffieHellman("modp15").getPrime("hex")}`);
  const number = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
  const hash = (...parts: (Uint8Array | string)[]) =>
    parts.reduce((sum, part) => sum.update(part), createHash("sha256")).digest();
  const power = (base: bigint, exponent: bigint): bigint => {
    if (exponent === 0n) {
      return 1n;
    }
    const half = power((base * base) % prime, exponent / 2n);
    return exponent % 2n === 1n ? (half * base) % prime : half;
  };
  const [salt, b] = [BigInt(`0x${parameters.SALT}`), BigInt(`0x${parameters.SRP_B}`)];
  const k = number(hash(bytesOf(prime), bytesOf(2n)));
  const x = number(hash(bytesOf(salt), hash(`${identity}:${typed}`)));
  const u = number(hash(bytesOf(2n), bytesOf(b)));
  const base = (((b - k * power(2n, x)) % prime) + prime) % prime;
  const shared = power(base, 1n + u * x);
  const key = Buffer.from(hkdfSync("sha256", bytesOf(shared), bytesOf(u), "Caldera Derived Key", 16));
  const block = Buffer.from(parameters.SECRET_BLOCK!, "base64");
  return createHmac("sha256", key).update(identity).update(block).update(timestamp).digest("base64");
}
