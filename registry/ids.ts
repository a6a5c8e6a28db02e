import { randomBytes } from "node:crypto";

/** Crockford's base 32, lower case: no i, l, o, u, so that ids can be read out. https://www.crockford.com/base32.html */
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** A new opaque organization id: `org_` and 26 random characters (130 bits), as `organizationIdPattern` says. */
export function newOrganizationId(): string {
  // 32 divides 256, so the low five bits of a random byte are uniform.
  return `org_${[...randomBytes(26)].map((byte) => alphabet[byte & 31]).join("")}`;
}
