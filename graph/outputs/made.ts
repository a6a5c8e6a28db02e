/** Identifiers as AWS writes them: made from a seed (a URN), so the same program gives the same ones, and no two are equal. */
import { createHash } from "node:crypto";

/** The account that all stacks of the twin are in: the one AWS uses in its documentation. */
export const account = "123456789012";

const digest = (seed: string) => createHash("sha512").update(seed).digest();

function letters(seed: string, length: number, alphabet: string): string {
  return [...digest(seed)]
    .slice(0, length)
    .map((byte) => alphabet[byte % alphabet.length])
    .join("");
}

const lower = "abcdefghijklmnopqrstuvwxyz0123456789";
const upper = lower.toUpperCase();

export const made = {
  hex: (seed: string, length: number) => digest(seed).toString("hex").slice(0, length),
  lower: (seed: string, length: number) => letters(seed, length, lower),
  upper: (seed: string, length: number) => letters(seed, length, upper),
  mixed: (seed: string, length: number) => letters(seed, length, lower + upper),
  number: (seed: string, below: number) => digest(seed).readUInt32BE(0) % below,
  uuid: (seed: string) => {
    const hex = digest(seed).toString("hex");
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `a${hex.slice(17, 20)}`,
      hex.slice(20, 32),
    ].join("-");
  },
  hostedZone: (seed: string) => ({
    zoneId: `Z${made.upper(seed, 20)}`,
    nameServers: ["com", "net", "org", "co.uk"].map(
      (top, index) =>
        `ns-${index * 512 + made.number(`${seed}${top}`, 512)}.awsdns-${String(index * 16).padStart(2, "0")}.${top}`,
    ),
  }),
};
