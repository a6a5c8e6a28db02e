import assert from "node:assert/strict";
import { type FakeTwin, fakeTwin } from "../../support/fake-twin";

describe("journey", () => {
  let twin: FakeTwin;
  beforeEach(() => {
    twin = fakeTwin({ speed: 200, traffic: false });
  });
  afterEach(() => twin.stop());

  it("finds home, signs in there, saves and reads, and is launched again without a lookup", async () => {
    const journey = await twin.runJourney({ organization: "acme", place: "Paris", returning: false });
    assert.deepEqual(
      journey.steps.map(({ name, region, outcome }) => [name, region, outcome]),
      [
        ["Find home", "ca-central-1", "ok"],
        ["Sign in at home", "ca-central-1", "ok"],
        ["Open the profile", "ca-central-1", "ok"],
        ["Save the profile", "ca-central-1", "ok"],
        ["Second launch: straight home", "ca-central-1", "ok"],
      ],
    );
    assert.equal(
      journey.steps.at(-1)!.hops.some((hop) => hop.service === "global-accelerator"),
      false,
    );
    assert.deepEqual([journey.ok, journey.home, journey.crossings.length], [true, "CA", 0]);
  });

  it("of a returning app goes straight home", async () => {
    await twin.runJourney({ organization: "acme", place: "Toronto", returning: false });
    const journey = await twin.runJourney({ organization: "acme", place: "Toronto", returning: true });
    assert.deepEqual(
      journey.steps.map((step) => step.name),
      ["Launch again: straight home"],
    );
    assert.equal(journey.ok, true);
  });

  it("of a returning app renews its session once that is about to end, as an app does", async () => {
    const launch = (returning: boolean) => twin.runJourney({ organization: "acme", place: "Toronto", returning });
    await launch(false);
    twin.endSession("acme");
    const [renewed, next] = [await launch(true), await launch(true)];
    assert.deepEqual(
      [renewed, next].map(({ steps }) => steps.map(({ name, region }) => [name, region])),
      [
        [
          ["Renew the session at home", "ca-central-1"],
          ["Launch again: straight home", "ca-central-1"],
        ],
        [["Launch again: straight home", "ca-central-1"]],
      ],
    );
    assert.equal(renewed.ok, true);
  });

  it("says at which step it failed and why", async () => {
    twin.context.faults.add({ kind: "region-down", region: "ca-central-1" });
    const journey = await twin.runJourney({ organization: "acme", place: "Toronto", returning: false });
    assert.equal(journey.ok, false);
    assert.match(
      journey.failure!,
      /^Sign in at home: no response \(ETIMEDOUT\)\. Home is in CA .* not served elsewhere/,
    );
  });
});
