/**
 * The server's side of secure remote password as Cognito has it: the 3072-bit group of RFC 5054, SHA-256, numbers hashed
 * as Java writes them, a key by HKDF. Nowhere documented but in AWS's own clients:
 * https://github.com/aws-amplify/amplify-js/tree/main/packages/auth/src/providers/cognito/utils/srp
 */
import { createHash, createHmac, hkdfSync } from "node:crypto";

/** RFC 3526 section 4, which RFC 5054 appendix A takes over. */
const prime = BigInt(
  `0x${[
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD",
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED",
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F",
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B",
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510",
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7",
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C",
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
  ].join("")}`,
);
const generator = 2n;

/** What the pool remembers between the two calls of secure remote password. Numbers are secrets of this one attempt. */
export interface SrpAttempt {
  a: bigint;
  secret: bigint;
  digest: Uint8Array;
  userId: string;
}

/** Big-endian, with the sign bit that Java's BigInteger writes before a number whose first bit is set. */
export function bytesOf(value: bigint): Buffer {
  const hex = value.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return Buffer.from(/^[89a-f]/.test(even) ? `00${even}` : even, "hex");
}

const sha256 = (...parts: (Uint8Array | string)[]): Buffer => {
  const hash = createHash("sha256");
  for (const part of parts) {
    hash.update(part);
  }
  return hash.digest();
};
const numberOf = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
const multiplier = numberOf(sha256(bytesOf(prime), bytesOf(generator)));

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % prime;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) {
      result = (result * square) % prime;
    }
    square = (square * square) % prime;
  }
  return result;
}

/** What a pool keeps of a password. `identity`: the pool's name without its Region, then the user name. */
export function passwordDigest(identity: string, password: string, salt: bigint): Buffer {
  return sha256(bytesOf(salt), sha256(`${identity}:${password}`));
}

/** A client's `SRP_A`; undefined for what is no number of the group, 0 modulo the prime among it (RFC 5054 section 2.5.4). */
export function clientValue(hex: string): bigint | undefined {
  if (!/^[0-9a-f]{1,770}$/i.test(hex)) {
    return undefined;
  }
  const value = BigInt(`0x${hex}`);
  return value % prime === 0n ? undefined : value;
}

/** `SRP_B`. `secret` is the server's of this one attempt. */
export function serverValue(digest: Uint8Array, secret: bigint): bigint {
  const verifier = power(generator, numberOf(digest));
  return (multiplier * verifier + power(generator, secret)) % prime;
}

/** The key that both sides come to where the password is right. */
export function sharedKey(digest: Uint8Array, secret: bigint, a: bigint): Buffer {
  const mixed = numberOf(sha256(bytesOf(a), bytesOf(serverValue(digest, secret))));
  const verifier = power(generator, numberOf(digest));
  const shared = power(a * power(verifier, mixed), secret);
  return Buffer.from(hkdfSync("sha256", bytesOf(shared), bytesOf(mixed), "Caldera Derived Key", 16));
}

/** `PASSWORD_CLAIM_SIGNATURE` of whoever has the key. */
export function claimSignature(key: Uint8Array, identity: string, secretBlock: string, timestamp: string): Buffer {
  const block = Buffer.from(secretBlock, "base64");
  return createHmac("sha256", key).update(identity).update(block).update(timestamp).digest();
}
