import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { type Format, openSource, readEntries } from "../../registry/read";

describe("files of organizations", () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "organizations-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function written(name: string) {
    const file = join(folder, name);
    await writeFile(file, "organization,country\n");
    return file;
  }
  async function opened(file: string, format?: string) {
    const { input, ...source } = await openSource(file, format);
    input.destroy();
    return source;
  }
  const refused = (file: string, format: string | undefined, message: string) =>
    assert.rejects(openSource(file, format), { name: "InvalidInput", message });

  it("are of the format that their extension says, unless another is named", async () => {
    for (const [name, format] of [
      ["a.csv", "csv"],
      ["A.CSV", "csv"],
      ["a.ndjson", "ndjson"],
      ["a.csv.JSONL", "ndjson"],
    ] as const) {
      const file = await written(name);
      assert.deepEqual(await opened(file), { name: file, format, bytes: 21 });
    }
    const file = await written("a.csv");
    assert.equal((await opened(file, "ndjson")).format, "ndjson");
  });

  it("come from stdin where a format is named", async () => {
    assert.deepEqual(await openSource("-", "ndjson"), {
      ...{ name: "stdin", format: "ndjson", input: process.stdin, bytes: undefined },
    });
    await refused("-", undefined, "stdin has no extension; fix: add --format csv or --format ndjson");
  });

  it("refuses another format, another extension and what is not a file", async () => {
    await refused("a.csv", "xml", '--format: found "xml"; allowed: csv, ndjson');
    for (const name of ["a.csv.txt", "a.ndjson.bak", "csv"]) {
      const file = await written(name);
      await refused(
        file,
        undefined,
        `${file}: found no known extension; allowed: .csv, .ndjson, .jsonl; fix: rename it; npm run organizations takes --format as well`,
      );
    }
    const gone = join(folder, "gone.csv");
    await refused(gone, undefined, `${gone}: cannot be read (ENOENT); fix: check the path`);
    await refused(folder, undefined, `${folder}: is not a file; fix: give the path of a CSV or NDJSON file`);
    await refused(folder, "csv", `${folder}: is not a file; fix: give the path of a CSV or NDJSON file`);
  });

  it("do not blame the file for an error of whoever reads it", async () => {
    const input = Readable.from(["organization,country\nacme,CA\n"]);
    const entries = readEntries({ name: "a", format: "csv", input, bytes: undefined });
    await entries.next();
    await assert.rejects(entries.throw(new Error("mine")), { name: "Error", message: "mine" });
  });

  for (const format of ["csv", "ndjson"] as const satisfies Format[]) {
    it(`refuses to go on where ${format} cannot be read to its end`, async () => {
      const first = { csv: "organization,country\nacme,CA\n", ndjson: '{"organization":"acme"}\n' }[format];
      const input = Readable.from(
        (async function* () {
          yield first;
          throw new Error("disk");
        })(),
      );
      const reading = (async () => {
        for await (const _ of readEntries({ name: "a", format, input, bytes: undefined })) {
        }
      })();
      await assert.rejects(reading, { name: "InvalidInput", message: "a: cannot be read: disk" });
    });
  }
});
