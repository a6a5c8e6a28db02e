import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { readNdjson } from "../../registry/ndjson";

async function read(...lines: string[]) {
  const found = [];
  for await (const line of readNdjson(Readable.from(lines))) {
    found.push(line);
  }
  return found;
}
const entry = (line: number, organization: string, more: object = {}) => ({
  entry: { line, organization, jurisdiction: "", country: "", emailDomains: undefined, ...more },
});
const columns = "organization, jurisdiction, country, emailDomains";

describe("organizations in NDJSON", () => {
  it("are one object a line, with a byte order mark, spaces and empty lines", async () => {
    assert.deepEqual(
      await read(
        '\uFEFF {"organization":" acme ","country":"CA","emailDomains":["a.example"]} ',
        " ",
        ' {"organization":"b"} ',
      ),
      [entry(1, "acme", { country: "CA", emailDomains: ["a.example"] }), entry(3, "b")],
    );
    assert.deepEqual(
      await read('{"organization":"a","jurisdiction":null,"emailDomains":"x;y"}', '{"emailDomains":[]}'),
      [entry(1, "a", { emailDomains: ["x", "y"] }), entry(2, "", { emailDomains: [] })],
    );
  });

  it("refuses a byte order mark anywhere else", async () => {
    const [, second, third] = await read("{}", '\uFEFF{"organization":"a"}', '{"organization":"\uFEFFx"}');
    // JSON.parse takes it for no space, but String.trim does.
    assert.deepEqual(second, entry(2, "a"));
    assert.deepEqual(third, entry(3, "x"));
  });

  it("refuses what is not one object", async () => {
    for (const text of ["{", "[]", "null", "3", '"a"', "{} {}"]) {
      assert.deepEqual(
        await read(text),
        [
          {
            issues: [
              {
                ...{ line: 1, column: "line", found: JSON.stringify(text) },
                ...{ allowed: `one JSON object with ${columns}`, fix: "write one object, on one line" },
              },
            ],
          },
        ],
        text,
      );
    }
  });

  it("refuses a name that is there twice, of which the last would win", async () => {
    const rest = { found: "its name twice", allowed: columns, fix: "remove one of them" };
    assert.deepEqual(
      await read('{"organization":"a","jurisdiction":"CA","jurisdiction":"US","country":"CA","country":1e400}'),
      [{ issues: ["jurisdiction", "country"].map((column) => ({ line: 1, column, ...rest })) }],
    );
  });

  it("refuses fields of other names and types, all at once", async () => {
    const name = "x".repeat(100);
    const line = 2;
    const text = { allowed: "a string", fix: "write it in quotes" };
    const unknown = { found: "a field of this name", allowed: columns, fix: "rename or remove it" };
    const list = {
      allowed: "an array of strings, or one string divided by ;",
      fix: 'write ["acme.example"]',
    };
    assert.deepEqual(
      await read(
        "",
        JSON.stringify({ slug: "a", [name]: 1, organization: 3, jurisdiction: true, country: {}, emailDomains: 4 }),
      ),
      [
        {
          issues: [
            { line, column: "slug", ...unknown },
            { line, column: "x".repeat(80), ...unknown },
            { line, column: "organization", found: '"3"', ...text },
            { line, column: "jurisdiction", found: '"true"', ...text },
            { line, column: "country", found: '"{}"', ...text },
            { line, column: "emailDomains", found: '"4"', ...list },
          ],
        },
      ],
    );
    for (const emailDomains of [["a", 3], {}, null]) {
      assert.deepEqual(await read(JSON.stringify({ organization: "a", emailDomains })), [
        { issues: [{ line: 1, column: "emailDomains", found: JSON.stringify(JSON.stringify(emailDomains)), ...list }] },
      ]);
    }
  });
});
