/** The words of a record's value. */
import { isIPv4, isIPv6 } from "node:net";
import { bytesOf } from "./names";

/** Words between spaces; `"…"` is one, also beside another and after `key=`. */
export function wordsOf(value: string): string[] {
  const word = /[^\s"]*"(?:[^"\\]|\\.)*"|[^\s"]+/gs;
  if (value.replace(word, "").includes('"')) {
    throw new Error("a quotation mark is not closed");
  }
  return value.match(word) ?? [];
}

/** A string's bytes, with or without quotation marks. */
export function textBytes(word: string): Buffer {
  const bare = /^"(.*)"$/s.exec(word)?.[1] ?? word;
  if (/^(?:[^"\\]|\\.)*$/s.test(bare)) {
    return bytesOf(bare);
  }
  throw new Error(`${word} is not one string in quotation marks`);
}

/** A number that fits into `size` bytes. */
export function integer(word: string, size: 1 | 2 | 4): number {
  const most = 2 ** (8 * size) - 1;
  if (/^\d+$/.test(word) && Number(word) <= most) {
    return Number(word);
  }
  throw new Error(`${word} is no number from 0 to ${most}`);
}

export function ipv4Bytes(text: string): Buffer {
  if (!isIPv4(text)) {
    throw new Error(`${text} is no IPv4 address`);
  }
  return Buffer.from(text.split(".").map(Number));
}

export function ipv6Bytes(text: string): Buffer {
  if (!isIPv6(text) || text.includes("%")) {
    throw new Error(`${text} is no IPv6 address`);
  }
  const groups = text.replace(/[\d.]+\.\d+$/, (ipv4) => ipv4Bytes(ipv4).toString("hex").replace(/^.{4}/, "$&:"));
  const [head = [], tail = []] = groups.split("::").map((half) => half.split(":").filter(Boolean));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "0");
  return Buffer.from([...head, ...zeros, ...tail].map((group) => group.padStart(4, "0")).join(""), "hex");
}
