import assert from "node:assert/strict";
import { describe as described, ProgressLine } from "../../../ops/organizations/progress";

describe("progress of an import", () => {
  function line(isTTY: boolean) {
    const written: string[] = [];
    const at = { ms: 1000 };
    const stream = { isTTY, write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream;
    return { written, at, progress: new ProgressLine(stream, () => at.ms) };
  }
  const step = (done: number) => ({ phase: "write" as const, done, total: 5000 });

  it("is told in words", () => {
    assert.equal(described({ phase: "read", done: 1200, total: undefined }), "1,200 organizations read");
    assert.equal(
      described({ phase: "compare", done: 0, total: 5000 }),
      "0 of 5,000 organizations compared with the registry",
    );
    assert.equal(described(step(3)), "3 of 5,000 organizations written");
  });

  it("is one changing line on a terminal, at most ten times a second, gone at the end", () => {
    const { written, at, progress } = line(true);
    progress.end();
    progress.show(step(1));
    at.ms = 1099;
    progress.show(step(2));
    assert.deepEqual(written, []);
    assert.deepEqual(progress.last, step(2));
    at.ms = 1100;
    progress.show(step(3));
    at.ms = 1199;
    progress.show(step(4));
    at.ms = 1200;
    progress.show(step(5));
    progress.end();
    progress.end();
    const changing = (done: number) => `\r\x1b[K${described(step(done))}`;
    assert.deepEqual(written, [changing(3), changing(5), "\r\x1b[K"]);
  });

  it("is not told at once, by a clock of its own", () => {
    const written: string[] = [];
    const stream = { isTTY: false, write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream;
    new ProgressLine(stream).show(step(1));
    assert.deepEqual(written, []);
  });

  it("is a line every five seconds elsewhere", () => {
    const { written, at, progress } = line(false);
    at.ms = 5999;
    progress.show(step(1));
    at.ms = 6000;
    progress.show(step(2));
    progress.end();
    assert.deepEqual(written, [`${described(step(2))}\n`]);
  });
});
