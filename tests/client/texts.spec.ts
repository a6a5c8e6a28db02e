import assert from "node:assert/strict";
import { english, french, noticeTexts } from "../../client/texts";
import type { NoticeKind } from "../../client/types";

const kinds: NoticeKind[] = ["failover", "returned", "moving", "moved", "temporary-region", "offline"];
const filledIn = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();

describe("client texts", () => {
  it("say something of their own of each kind, in both languages", () => {
    assert.deepEqual([Object.keys(english), Object.keys(french)], [kinds, kinds]);
    const texts = kinds.flatMap((kind) => [english[kind], french[kind]]);
    assert.equal(new Set(texts).size, texts.length);
    for (const text of texts) {
      assert.match(text, /^[A-Z].{10,}\.$/u);
    }
  });

  it("fill in the same in both languages", () => {
    for (const kind of kinds) {
      assert.deepEqual(filledIn(french[kind]), filledIn(english[kind]), kind);
    }
    assert.deepEqual(filledIn(english.failover), ["{jurisdiction}", "{region}"]);
    assert.deepEqual(filledIn(english.moved), ["{jurisdiction}"]);
  });

  it("are French for French, whatever the country, and English for the rest", () => {
    for (const tag of ["fr", "fr-CA", "FR-ca"]) {
      assert.equal(noticeTexts(tag), french, tag);
    }
    for (const tag of ["en", "fry", "de-FR", ""]) {
      assert.equal(noticeTexts(tag), english, tag);
    }
  });
});
