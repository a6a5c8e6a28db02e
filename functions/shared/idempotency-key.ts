/**
 * The pure part of `Idempotency-Key`: reading the header, and telling requests and keys apart.
 * https://datatracker.ietf.org/doc/html/draft-ietf-httpapi-idempotency-key-header-07
 */
import { createHash } from "node:crypto";
import type { HttpRequest } from "./http";
import type { Owner } from "./owner";

export type GivenKey = { key: string } | { missing: true } | { issue: string };

const longest = 255;
/** RFC 9651 3.3.3: printable ASCII in quotes; only `"` and `\` are escaped. The draft defines no parameters. */
const quotedString = /^"((?:[ !#-[\]-~]|\\["\\])*)"$/;
/** Not the draft's form, but what many clients send: a bare UUID or the like. It names the same key as the quoted one. */
const bare = /^[A-Za-z0-9_.:~+/=-]+$/;

/** The key of a request, or what is wrong with it. Several headers are one text with a comma, and so malformed. */
export function keyOf(request: Pick<HttpRequest, "headers">): GivenKey {
  const header = request.headers.get("idempotency-key")?.trim();
  if (header === undefined) {
    return { missing: true };
  }
  const quoted = quotedString.exec(header)?.[1]?.replace(/\\(.)/g, "$1");
  const key = quoted ?? (bare.test(header) ? header : "");
  if (key.length > 0 && key.length <= longest) {
    return { key };
  }
  return {
    issue: `Idempotency-Key must be one string of 1 to ${longest} printable ASCII characters in quotes, such as "8e03978e-40d5-43e8-bc93-6894a57f9324".`,
  };
}

/**
 * Equal for two requests that ask for the same: method, path, the version that the change is made to, and the body byte
 * for byte. Whatever else differs (token, user agent, trace) makes no other request of it.
 */
export function fingerprintOf({ method, path, headers, body }: HttpRequest): string {
  const conditions = ["if-match", "if-none-match", "content-type"].map((name) => headers.get(name) ?? null);
  return digest(JSON.stringify([method, path, ...conditions]), body);
}

/** Where a key's record is. Of one user in one organization: nobody's key meets another's, and the table names nobody. */
export function recordId({ organization, subject }: Owner, key: string): string {
  return digest(JSON.stringify([organization, subject, key]));
}

function digest(text: string, body: Buffer = Buffer.alloc(0)): string {
  // The text has no line break outside of JSON's own escapes, so that it cannot run into the body.
  return createHash("sha256").update(`${text}\n`).update(body).digest("base64url");
}
