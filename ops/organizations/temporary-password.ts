import { randomBytes } from "node:crypto";

/** Fits every rule that a pool can have for passwords. */
export const temporaryPassword = () => `Aa1!${randomBytes(15).toString("base64url")}`;
