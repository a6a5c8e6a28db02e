import assert from "node:assert/strict";
import { nowMs, PeopleNow } from "../../../local/control/people";

describe("how people fare now", () => {
  it("is their requests of the last seconds, signing in apart, lookups and other jurisdictions left out", () => {
    const people = new PeopleNow();
    const add = (time: number, ok: boolean, step: "data" | "sign-in" | "lookup" = "data", home: string | null = "CA") =>
      people.add({ at: time, ms: 500, home, ok, step });
    add(0, false);
    add(nowMs - 500, false);
    add(nowMs, true);
    add(nowMs, false, "sign-in");
    add(nowMs, false, "lookup");
    add(nowMs, false, "data", "US");
    add(nowMs, false, "data", null);
    assert.deepEqual(people.fare("CA", nowMs + 500), { requests: 2, refused: 1, signIns: 1, signInsRefused: 1 });
    assert.deepEqual(people.fare("CA", 3 * nowMs), { requests: 0, refused: 0, signIns: 0, signInsRefused: 0 });
  });
});
