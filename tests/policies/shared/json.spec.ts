import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfiguration } from "../../../policies/check/configuration";
import { packs } from "../../../policies/packs";
import { readExemptions } from "../../../policies/shared/exemptions";
import { parseJson } from "../../../policies/shared/json";

describe("JSON of configuration and exemptions", () => {
  it("is what JSON.parse makes of it, also where different objects have the same names", () => {
    for (const text of [
      '{"a":{"b":1},"c":{"b":[1,"\\u00e9",null]}}',
      '[{"a":1},{"a":2}]',
      '{\n\t"a": -1.5e3\n}',
      "3",
    ]) {
      assert.deepEqual(parseJson(text), JSON.parse(text));
    }
  });

  it("refuses a name that is given twice, however it is spelled and deep it is, with each place", () => {
    const text = '{\n  "a": { "b": 1, "b": 2 },\n  "\\u0061": 3\n}';
    assert.throws(() => parseJson(text), {
      message:
        "a name is given twice (line 2, column 18; line 3, column 3); allowed is each name once; remove what does not count",
    });
    assert.throws(() => parseJson("{a: 1}"), SyntaxError);
  });

  it("refuses files in which one is", () => {
    const folder = mkdtempSync(join(tmpdir(), "policies-json-"));
    try {
      const file = join(folder, "file.json");
      writeFileSync(file, '{"residency-keep-region":"mandatory","residency-keep-region":"disabled"}');
      assert.throws(
        () => readConfiguration(file, packs),
        /cannot be read: a name is given twice \(line 1, column 38\)/,
      );
      writeFileSync(file, '{"exemptions":[],"exemptions":[]}');
      const { entries, issues } = readExemptions(file);
      assert.deepEqual(entries, []);
      assert.match(issues.join(), /cannot be read: a name is given twice \(line 1, column 18\)/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
