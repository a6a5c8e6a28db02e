import assert from "node:assert/strict";
import { intervalMs, Series } from "../../../local/control/series";
import { percentile } from "../../../local/percentile";

describe("series of a Region", () => {
  it("count requests and errors an interval, with p95 of those that were answered", () => {
    const series = new Series();
    for (let ms = 1; ms <= 100; ms++) {
      series.add("ca-west-1", { at: 10_000 + ms, ms, ok: true });
    }
    series.add("ca-west-1", { at: 12_000, ms: 30_000, ok: false });
    series.add("us-east-1", { at: 3000, ms: 30_000, ok: false });
    assert.deepEqual(series.view(), {
      intervalMs,
      regions: {
        "ca-west-1": [{ at: 10_000, requests: 101, errors: 1, p95: 95 }],
        "us-east-1": [{ at: 0, requests: 1, errors: 1, p95: null }],
      },
    });
  });

  it("take a late request where it belongs, and stay bounded in time and in answers", () => {
    const series = new Series();
    for (let index = 0; index < 1000 * intervalMs; index += intervalMs) {
      series.add("ca-west-1", { at: index, ms: 1, ok: true });
    }
    series.add("ca-west-1", { at: 998 * intervalMs + 1, ms: 1, ok: false });
    series.add("ca-west-1", { at: 3, ms: 1, ok: false });
    for (let turn = 0; turn < 5000; turn++) {
      series.add("ca-west-1", { at: 999 * intervalMs, ms: turn, ok: true });
    }
    const points = series.view().regions["ca-west-1"]!;
    assert.deepEqual([points.length, points[0]!.at], [72, 928 * intervalMs]);
    assert.deepEqual(points.at(-2), { at: 998 * intervalMs, requests: 2, errors: 1, p95: 1 });
    assert.deepEqual([points.at(-1)!.requests, points.at(-1)!.p95! < 500], [5001, true]);
    assert.ok(points.every(({ at }, index) => index === 0 || at === points[index - 1]!.at + intervalMs));
  });

  it("have as p95 the smallest time that 95 of 100 do not exceed", () => {
    assert.equal(percentile([7], 0.95), 7);
    assert.equal(percentile([5, 1, 3, 4, 2], 0.95), 5);
    assert.equal(
      percentile(
        Array.from({ length: 20 }, (_, index) => index + 1),
        0.95,
      ),
      19,
    );
  });
});
