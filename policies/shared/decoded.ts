/** What is encoded in a text: base64, gzip in it, escapes of JSON, YAML and URLs, and all of these in each other. */
import { gunzipSync, inflateSync } from "node:zlib";

/** Texts found at any depth, and whether something that says that it is encoded could not be read. */
export interface Decoded {
  readonly texts: readonly string[];
  readonly isUnread: boolean;
}

/** Each encoding and each escape is a layer: four encodings in each other are more than anybody configures. */
const maxDepth = 9;
/** More than any user data or parameter may have: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/user-data.html */
const maxLength = 1 << 20;

/** In lines, as MIME and YAML fold it, or in one. */
const base64 = /(?:(?:[A-Za-z0-9+/]{40,}\r?\n[ \t]*)+[A-Za-z0-9+/]+|[A-Za-z0-9+/]{16,})={0,2}/g;
/** With the letters that URLs take. */
const base64url = /[A-Za-z0-9_-]{16,}={0,2}/g;
/** Names of things are seldom both. */
const isMixed = (run: string): boolean => /[a-z]/.test(run) && /[A-Z]/.test(run);
/** Paths and headers are no data. */
const isData = (run: string): boolean => run.length >= 40 && /[0-9+=]/.test(run);
const escapes = /\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|%(0[9ad]|[2-7][0-9a-f])|\\([n/])/gi;
/** Quick, for texts that seldom have anything encoded. */
const hint = /[A-Za-z0-9+/_-]{16}|\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|%[02-7][0-9a-f]|\\\//i;
/** Where MIME, cloud-init and YAML say that what follows is base64. */
const mark =
  /^\s*(?:content-transfer-encoding:\s*base64|.*\bencoding:\s*["']?(?:gz(?:ip)?\+)?b(?:ase)?64|.*!!binary)/im;
/** Keys and certificates are binary by nature, and say so: https://datatracker.ietf.org/doc/html/rfc7468 */
const pem = /-----BEGIN [^-]+-----[\s\S]*?-----END [^-]+-----/g;

const kept = new Map<string, Decoded>();

/** The same text is asked about by several rules, and many resources have the same: the last are kept. */
export function decoded(text: string): Decoded {
  const known = kept.get(text);
  if (known) {
    return known;
  }
  if (kept.size === 1000) {
    kept.clear();
  }
  const found = layersOf(text, 0);
  kept.set(text, found);
  return found;
}

function layersOf(text: string, depth: number): Decoded {
  const isTooMuch = depth === maxDepth || text.length > maxLength;
  if (isTooMuch || !hint.test(text)) {
    return { texts: [], isUnread: isTooMuch };
  }
  const plain = text.replace(pem, "");
  const forUrls = (plain.match(base64url) ?? []).filter((run) => /[_-]/.test(run));
  const runs = [...(plain.match(base64) ?? []), ...forUrls].filter(isMixed);
  const read = runs.map((run) => textOf(Buffer.from(run.replace(/\s+/g, ""), "base64")));
  const found = read.filter((inner) => inner !== undefined);
  const unescaped = text.replace(escapes, (_, unicode, hex, percent, sign) =>
    sign === undefined
      ? String.fromCharCode(Number.parseInt(unicode ?? hex ?? percent, 16))
      : sign === "/"
        ? "/"
        : "\n",
  );
  if (unescaped !== text) {
    found.push(unescaped);
  }
  const inner = found.map((layer) => layersOf(layer, depth + 1));
  return {
    texts: [...found, ...inner.flatMap(({ texts }) => texts)],
    isUnread:
      (mark.test(plain) && runs.some((run, index) => read[index] === undefined && isData(run))) ||
      inner.some(({ isUnread }) => isUnread),
  };
}

/** The same of what is base64 as a whole; undefined where it is not, or holds neither text nor compressed text. */
export function decodedBlob(blob: string): Decoded | undefined {
  const text = /^[A-Za-z0-9+/_=\s-]*$/.test(blob) ? textOf(Buffer.from(blob.replace(/\s+/g, ""), "base64")) : undefined;
  const inner = text === undefined ? undefined : decoded(text);
  return inner && { texts: [text!, ...inner.texts], isUnread: inner.isUnread };
}

const isText = (text: string): boolean => !/(?![\t\n\v\f\r])\p{Cc}|\ufffd/u.test(text);

/** Text in UTF-8 or, as PowerShell takes its commands, UTF-16; compressed or not. */
function textOf(bytes: Buffer): string | undefined {
  const plain = decompressed(bytes);
  if (!plain) {
    return undefined;
  }
  const text = plain.toString("utf8");
  if (isText(text)) {
    return text;
  }
  const wide = plain.length % 2 === 0 ? plain.toString("utf16le") : "";
  return wide !== "" && /^[\t\n\r\x20-\x7e]+$/.test(wide) ? wide : undefined;
}

function decompressed(bytes: Buffer): Buffer | undefined {
  const limit = { maxOutputLength: maxLength };
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
      return gunzipSync(bytes, limit);
    }
    const isZlib = bytes[0] === 0x78 && (bytes[1] === 0x01 || bytes[1] === 0x9c || bytes[1] === 0xda);
    return isZlib ? inflateSync(bytes, limit) : bytes;
  } catch {
    return undefined;
  }
}
