import assert from "node:assert/strict";
import { Readable } from "node:stream";
import fc from "fast-check";
import { readCsv, splitDomains } from "../../registry/csv";

const header = "organization,jurisdiction,country,emailDomains";

async function read(text: string) {
  const lines = [];
  for await (const line of readCsv(Readable.from([text]))) {
    lines.push(line);
  }
  return lines;
}
const entry = (line: number, organization: string, more: object = {}) => ({
  entry: { line, organization, jurisdiction: "", country: "", emailDomains: undefined, ...more },
});
const refused = (line: number, column: string, found: string, allowed: string, fix: string) => ({
  issues: [{ line, column, found, allowed, fix }],
});

describe("organizations in CSV", () => {
  it("have columns in any order, a byte order mark, empty lines, spaces and quotes", async () => {
    assert.deepEqual(
      await read(
        '\uFEFF emailDomains , organization,country\r\n\r\n"a.example; b.example" , acme , CA\r\n,globex,US\r\n',
      ),
      [
        entry(3, "acme", { country: "CA", emailDomains: ["a.example", "b.example"] }),
        entry(4, "globex", { country: "US", emailDomains: [] }),
      ],
    );
    assert.deepEqual(await read("organization,jurisdiction\nacme,CA"), [entry(2, "acme", { jurisdiction: "CA" })]);
    assert.deepEqual(await read('\uFEFF"organization",jurisdiction\nacme,CA'), [
      entry(2, "acme", { jurisdiction: "CA" }),
    ]);
    assert.deepEqual(splitDomains(" a ;; b;"), ["a", "b"]);
  });

  it("refuses a header that does not hold, with all that is wrong in it, and reads no line below", async () => {
    assert.deepEqual(await read(""), [refused(0, "header", "nothing", header, "write the header first")]);
    const line = 1;
    assert.deepEqual(await read("slug,country,country,country,\nacme,CA,CA,CA,"), [
      {
        issues: [
          { line, column: "header", found: 'column "slug"', allowed: header, fix: "rename or remove it" },
          { line, column: "header", found: "column nothing", allowed: header, fix: "rename or remove it" },
          { line, column: "header", found: 'column "country" twice', allowed: header, fix: "remove one of them" },
          { line, column: "header", found: "no column organization", allowed: header, fix: "add it" },
        ],
      },
    ]);
    assert.deepEqual(await read("organization\nacme"), [
      refused(1, "header", "neither column jurisdiction nor country", header, "add one of them"),
    ]);
  });

  it("refuses a line of another length, and goes on with the next", async () => {
    const fix = "divide fields by commas and e-mail domains by semicolons";
    assert.deepEqual(await read("organization,country\nacme\nglobex,US\na,b,c"), [
      refused(2, "line", "1 fields", "2, as in the header", fix),
      entry(3, "globex", { country: "US" }),
      refused(4, "line", "3 fields", "2, as in the header", fix),
    ]);
  });

  it("counts lines as editors do, however they end, and beside each other", async () => {
    const lines = async (text: string) =>
      (await read(`organization,country\n${text}`)).map((found) => ("entry" in found ? found.entry.line : found));
    assert.deepEqual(await lines("a,CA\r\nb,US\nc,CA\rd,US\r\n\r\n\n\re,CA"), [2, 3, 4, 5, 9]);
    assert.deepEqual(await lines('"a\r\n\r\n",CA\nb,"U\nS"\r\n"c\r",CA\nd,US'), [2, 5, 7, 9]);
    const breaks = ["\n", "\r\n", "\r"];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(3), fc.constantFrom(...breaks))), async (rows) => {
        let text = "";
        const expected: number[] = [];
        for (const [inside, end] of rows) {
          // No character of a break that has been meets one that comes: together they would be one.
          const start = `${text}x`.split(/\r\n|\r|\n/).length + 1;
          expected.push(start);
          text += `"${"y\n".repeat(inside)}",CA${end}`;
        }
        assert.deepEqual(await lines(text), expected);
      }),
    );
  });

  it("refuses quotes that do not close, where they are opened", async () => {
    const last = async (text: string) => (await read(text)).at(-1);
    const unread = "the lines after it were not read";
    const allowed = 'fields in "…", a quote inside written as ""';
    const refusedAt = (line: number, found: string, fix = "close the quote") =>
      refused(line, "quotes", found, allowed, `${fix}; ${unread}`);
    const open = "a quote that is opened here and not closed";
    const closed = (line: number) => `a quote that is opened here, closed in line ${line}, and followed by more`;
    const header = "organization,country\n";
    assert.deepEqual(await last(`${header}"acme,CA\n`), refusedAt(2, open));
    assert.deepEqual(await last(`${header}\r\nacme,CA\r\n\n"a\n\nb", "CA\ninitech,US\nx,CA\n`), refusedAt(7, open));
    assert.deepEqual(await last(`${header}acme,"CA\n${"initech,US\n".repeat(20_000)}`), refusedAt(2, open));
    assert.deepEqual(await last(`${header}acme,"CA\nb,US\ninitech,"US"\n`), refusedAt(2, closed(4)));
    assert.deepEqual(await last(`${header}acme,"CA" x\n`), refusedAt(2, closed(2)));
    assert.deepEqual(await last(`${header}acme,"a""b\n`), refusedAt(2, open));
    assert.deepEqual(
      await last('organization,country\nacme,CA\nglo"bex,US\ninitech,US'),
      refusedAt(3, "Invalid Opening Quote: a quote is found on field 0", "put the whole field into quotes"),
    );
    const [long] = await read(`${header}acme,${"x".repeat(200_000)}\n`);
    assert.match(JSON.stringify(long), /"line":2.*Max Record Size/);
  });

  it("ends with the stream's own error, and lets go of a stream that is not read to its end", async () => {
    const broken = new Readable({ read() {} });
    const reading = (async () => {
      for await (const _ of readCsv(broken)) {
        assert.fail("nothing was there");
      }
    })();
    broken.destroy(new Error("disk"));
    await assert.rejects(reading, /disk/);
    const long = Readable.from([`${header}\n`, "acme,CA,,\n", "globex,US,,\n"]);
    for await (const _ of readCsv(long)) {
      break;
    }
    assert.ok(long.destroyed);
    const endless = new Readable({
      read() {
        this.push("organization,country\n");
      },
    });
    for await (const _ of readCsv(endless)) {
      break;
    }
    assert.ok(endless.destroyed);
  });
});
