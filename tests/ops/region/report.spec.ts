/** What `npm run region` says, whole. */
import assert from "node:assert/strict";
import type { EvacuationRow } from "../../../model/evacuation";
import type { Changed } from "../../../ops/region/change";
import { changedLines, statusLines } from "../../../ops/region/report";

const [east, west] = ["ca-central-1", "ca-west-1"];
const since = "2026-06-01T12:00:00.000Z";
const order = (state: EvacuationRow["state"], by = "jane"): EvacuationRow => ({ state, since, by });
const dns = "  Route 53 follows within about 20 s, resolvers within 60 s more; kept connections stay where they are";

describe("what operators are told of Regions", () => {
  it("is of each how it is, what is ordered of it in each replica, and who tells it", () => {
    const text = statusLines("AWS, example.com", [
      {
        jurisdiction: "CA",
        host: "ca.api.example.com",
        answers: west,
        regions: [
          {
            region: east,
            status: "evacuated",
            detail: "503 in 84 ms",
            orders: { [east]: "TimeoutError", [west]: order("evacuated") },
            held: { since, seen: since, until: "2026-06-01T12:05:00.000Z", by: west },
            toldBy: [west],
          },
          {
            region: west,
            status: "ok",
            detail: "200 in 20 ms",
            orders: { [west]: order("returned"), [east]: null },
            held: null,
            toldBy: [],
          },
        ],
      },
      {
        jurisdiction: "US",
        host: "us.api.example.com",
        answers: null,
        regions: [
          { region: "us-east-1", status: null, detail: "ETIMEDOUT in 5000 ms", orders: {}, held: null, toldBy: [] },
        ],
      },
    ]);
    assert.deepEqual(text.split("\n"), [
      "AWS, example.com",
      "CA  ca.api.example.com: DNS leads to ca-west-1",
      "  ca-central-1   /healthz: evacuated (503 in 84 ms)",
      "    its order, read in ca-central-1: cannot be read (TimeoutError)",
      `    its order, read in ca-west-1: evacuated since ${since} by jane`,
      `    held until 2026-06-01T12:05:00.000Z: ca-west-1 took over at ${since}`,
      "    ca-west-1 tells health checkers to leave it",
      "  ca-west-1      /healthz: ok (200 in 20 ms)",
      `    its order, read in ca-west-1: returned since ${since} by jane`,
      "    its order, read in ca-central-1: none",
      "US  us.api.example.com: nobody answers",
      "  us-east-1      /healthz: no answer (ETIMEDOUT in 5000 ms)",
    ]);
  });

  const evacuated: Changed = {
    region: east,
    state: "evacuated",
    through: west,
    order: order("evacuated"),
    toldBy: west,
  };
  const refuses = `  ${east} refuses data with 503 evacuated from 5 s after its own replica has the row, whoever asks`;
  const until = `  it stays so until: npm run region -- return ${east}`;
  const serves = `  ${east} serves data again from 5 s after its own replica has the row`;
  const untold = "not told within 60 s: health checkers do not know of it yet; fix: npm run region -- status";
  const telling = (who: string) => `${who} tells health checkers. What happens next, by itself:`;

  for (const [what, changed, lines] of [
    [
      "an evacuation",
      evacuated,
      [`${east} is evacuated, by order of jane, written through ${west}`, telling(west), dns, refuses, until],
    ],
    [
      "an evacuation that was ordered before",
      { ...evacuated, through: null },
      [`${east} was evacuated before since ${since} by jane; nothing was written`, telling(west), dns, refuses, until],
    ],
    [
      "the evacuation of the last Region",
      { ...evacuated, through: east, toldBy: east },
      [
        `${east} is evacuated, by order of jane, written through ${east}`,
        telling(`${east} itself`),
        dns,
        refuses,
        "  no other Region works: its jurisdiction's data is refused until one does",
        until,
      ],
    ],
    [
      "an order that nobody tells",
      { ...evacuated, toldBy: null },
      [`${east} is evacuated, by order of jane, written through ${west}`, untold],
    ],
    [
      "a return",
      { ...evacuated, state: "returned", order: order("returned") },
      [`${east} is returned, by order of jane, written through ${west}`, telling(west), dns, serves],
    ],
    [
      "a return of what was never evacuated",
      { ...evacuated, state: "returned", through: null, order: { state: "returned", since: "", by: "" } },
      [`${east} was in service before; nothing was written`, telling(west), dns, serves],
    ],
  ] as [string, Changed, string[]][]) {
    it(`is of ${what} what was written, and what happens next`, () =>
      assert.deepEqual(changedLines(changed).split("\n"), lines));
  }
});
