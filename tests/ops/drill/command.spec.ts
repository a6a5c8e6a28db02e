import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { drillCommand } from "../../../ops/drill";
import { drills } from "../../../ops/drills";
import { run } from "../shared/run";

describe("npm run drill", () => {
  const drill = (...words: string[]) => run(drillCommand(), ...words);

  it("lists what is drilled, with what is expected", async () => {
    const { code, stdout } = await drill("list");
    assert.equal(code, 0);
    assert.deepEqual(
      stdout
        .trimEnd()
        .split("\n")
        .map((line) => line.split(" ")[0]),
      drills.map(({ name }) => name),
    );
  });

  it("plans a drill without doing anything", async () => {
    const { code, stdout } = await drill("plan", "replication-cut", "--jurisdiction", "US");
    assert.equal(code, 0);
    assert.match(stdout, /^ {3}30 s {2}link-cut .*us-east-1.*us-west-2.* for 60 s$/m);
    assert.match(stdout, /^ {3}60 s {2}region-down .*us-east-1.* for 180 s$/m);
    assert.match(stdout, /negative control/);
  });

  const refused: [what: string, words: string[], message: RegExp][] = [
    [
      "a drill that there is not",
      ["run", "region-gone", "link"],
      /no drill is called region-gone, link; there are region-lost,/,
    ],
    [
      "a jurisdiction without a standby",
      ["run", "region-lost", "--jurisdiction", "FR"],
      /"FR"; allowed are .*: CA, US/,
    ],
    ["an objective that is no number", ["run", "--rto", "soon"], /A number above 0/],
    ["a key that cannot be read", ["run", "--key", "/nowhere"], /cannot be read; allowed is .*fix: openssl/],
    ["a twin that does not answer", ["run", "link-cut", "--port", "1"], /no twin answers at .*make up/],
  ];
  for (const [what, words, message] of refused) {
    it(`refuses ${what}`, async () => {
      const { code, stderr } = await drill(...words);
      assert.notEqual(code, 0);
      assert.match(stderr, message);
    });
  }

  it("is documented drill by drill", () => {
    const text = readFileSync(join(__dirname, "../../../docs/drills.md"), "utf8");
    for (const { name } of drills) {
      assert.ok(text.includes(`\`${name}\``), name);
    }
    assert.ok(readdirSync(join(__dirname, "../../../ops/drills")).length > 4);
  });
});
