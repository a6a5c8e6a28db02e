import assert from "node:assert/strict";
import { inspect } from "node:util";
import { createHomeClient, HomeError, isHomeError } from "../../client/index";

const options = { lookup: "https://api.example.com", organization: "acme" };

describe("client errors", () => {
  it("have the standard cause, which a log shows, and none where nothing caused them", async () => {
    const cause = new TypeError("fetch failed");
    const home = createHomeClient({ ...options, fetch: () => Promise.reject(cause) });
    await assert.rejects(home.ready(), (error: Error) => {
      assert.equal(error.cause, cause);
      assert.match(inspect(error), /\[cause\]: TypeError: fetch failed/);
      return true;
    });
    assert.equal("cause" in new HomeError("closed", "over"), false);
  });

  it("are told by code, also those of another copy of the package, with the details of that code", () => {
    const error = new HomeError("timeout", "late", { phase: "whole" });
    const copy = Object.assign(new Error("late"), { name: "HomeError", code: "timeout", details: error.details });
    for (const found of [error, copy] as unknown[]) {
      assert.ok(isHomeError(found, "timeout"));
      const { phase }: { phase: "first-byte" | "whole" | "lookup" | "storage" } = found.details;
      assert.equal(phase, "whole");
      assert.equal(isHomeError(found, "offline"), false);
    }
    for (const other of [null, undefined, "timeout", new Error("timeout"), {}]) {
      assert.equal(isHomeError(other), false);
    }
    assert.deepEqual(new HomeError("closed", "over").details, {});
  });
});
