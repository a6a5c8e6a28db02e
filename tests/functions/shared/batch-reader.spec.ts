import assert from "node:assert/strict";
import fc from "fast-check";
import { BatchReader } from "../../../functions/shared/batch-reader";
import { TableUnavailable } from "../../../functions/shared/errors";

describe("batch reader", () => {
  it("gives everybody their own item, and never asks for one key twice at a time", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 }), { maxLength: 6 }),
        async (turns) => {
          const running = new Set<string>();
          const reader = new BatchReader(async (keys) => {
            for (const key of keys) {
              assert.ok(!running.has(key), `${key} is being read already`);
              running.add(key);
            }
            await new Promise((resolve) => setImmediate(resolve));
            for (const key of keys) {
              running.delete(key);
            }
            // Odd keys have no item.
            return new Map(keys.filter((key) => Number(key) % 2 === 0).map((key) => [key, { pk: key }]));
          });
          const asked: Promise<void>[] = [];
          for (const turn of turns) {
            for (const key of turn) {
              asked.push(
                reader.get(String(key)).then((item) => {
                  assert.deepEqual(item, key % 2 === 0 ? { pk: String(key) } : undefined);
                }),
              );
            }
            await Promise.resolve();
          }
          await Promise.all(asked);
        },
      ),
      { numRuns: 50 },
    ));

  it("refuses everybody who waits when the table fails, and rests", async () => {
    let clock = 0;
    let reads = 0;
    let works = false;
    const reader = new BatchReader(
      async () => {
        reads++;
        if (!works) {
          throw new TableUnavailable("silent");
        }
        return new Map();
      },
      () => clock,
    );
    const asked = await Promise.allSettled([reader.get("a"), reader.get("a"), reader.get("b")]);
    assert.deepEqual(
      asked.map(({ status }) => status),
      ["rejected", "rejected", "rejected"],
    );
    works = true;
    await assert.rejects(reader.get("a"), TableUnavailable);
    assert.equal(reads, 1);
    clock = 999;
    await assert.rejects(reader.get("a"), {
      name: "TableUnavailable",
      message: "the table did not answer a moment ago",
    });
    clock = 1000;
    assert.equal(await reader.get("a"), undefined);
  });
});
