import assert from "node:assert/strict";
import { deflateSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { decoded, decodedBlob } from "../../../policies/shared/decoded";

const base64 = (text: string | Buffer) => Buffer.from(text).toString("base64");
const secret = "send it to us-east-1";

/** What hides a text → how. */
const covers: Record<string, (text: string) => string> = {
  base64,
  "base64 as URLs take it": (text) => Buffer.from(text).toString("base64url"),
  "base64 in lines": (text) => base64(text).replace(/.{60}/g, "$&\n"),
  "base64 within a text": (text) => `echo ${base64(text)} | base64 -d\n`,
  "base64 of UTF-16": (text) => base64(Buffer.from(text, "utf16le")),
  gzip: (text) => base64(gzipSync(text)),
  zlib: (text) => base64(deflateSync(text)),
  "numbers of letters, in JSON": (text) => text.replaceAll("-", "\\u002d"),
  "numbers of letters, in YAML": (text) => text.replaceAll("-", "\\x2d"),
  "numbers of letters, in URLs": (text) => encodeURIComponent(text).replaceAll("-", "%2D"),
  "lines in JSON": (text) => JSON.stringify({ file: base64(text).replace(/.{60}/g, "$&\n") }),
  "slashes in JSON": (text) => `{"file":"${base64(text).replaceAll("/", "\\/")}"}`,
  "JSON in a text": (text) => `config='${JSON.stringify({ file: base64(text) })}'`,
};
const names = Object.keys(covers);

describe("what is encoded in a text", () => {
  for (const name of names) {
    it(`is found in ${name}`, () => {
      assert.ok(decoded(covers[name]!(secret)).texts.some((text) => text.includes(secret)));
    });
  }

  it("is found whatever is in what, four deep", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 4 }), (chosen) => {
        const hidden = chosen.reduce((text, name) => covers[name]!(text), `${secret}. Nothing else.`);
        const found = [hidden, ...decoded(hidden).texts];
        assert.ok(
          found.some((text) => text.includes("us-east-1")),
          JSON.stringify(found),
        );
      }),
    );
  });

  it("is nothing where nothing is encoded", () => {
    const plain = [
      "arn:aws:iam::123456789012:role/ordersServiceRoleForEverything",
      "7f3a9c12-cac1-4e01-9a77-0123456789ab",
      "AbstractFactoryOfControllers",
      "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ];
    for (const text of plain) {
      assert.deepEqual(decoded(text), { texts: [], isUnread: false }, text);
    }
  });

  it("is unread where it is too deep or too long", () => {
    const deep = Array.from({ length: 10 }).reduce((text: string) => base64(text), secret);
    assert.equal(decoded(deep).isUnread, true);
    assert.equal(decoded("x".repeat((1 << 20) + 1)).isUnread, true);
    assert.equal(decodedBlob(base64(gzipSync("x".repeat((1 << 20) + 1)))), undefined);
  });

  it("is the same when it is asked for again, and after a thousand others", () => {
    const first = decoded(base64(secret));
    for (let index = 0; index < 1001; index += 1) {
      decoded(base64(`another text ${index}`));
    }
    assert.deepEqual(decoded(base64(secret)), first);
  });

  it("is read from a whole that is base64, or not at all", () => {
    assert.deepEqual(decodedBlob(base64(secret)), { texts: [secret], isUnread: false });
    assert.equal(decodedBlob("not base64!"), undefined);
    assert.equal(decodedBlob(base64(Buffer.from([0, 1, 2, 255]))), undefined);
  });
});
