import assert from "node:assert/strict";
import { Incidents } from "../../../local/control/incidents";
import { look, serve } from "../../support/observed";

const fault = { id: "down", kind: "region-down", region: "ca-central-1", since: 1000 } as const;

describe("incidents", () => {
  const marksOf = (incidents: Incidents, index = 0) => incidents.list()[index]!.marks.map(({ kind, at }) => [kind, at]);

  it("measure detection, failover, first good request and return, each the first time", () => {
    const incidents = new Incidents();
    incidents.begin(fault, "CA", "ca-central-1");
    incidents.observe(look(5000, true, "ca-central-1"));
    incidents.request({ at: 6000, home: "CA", region: null, ok: false });
    incidents.request({ at: 6000, home: "US", region: "us-east-1", ok: true });
    incidents.observe(look(31_000, false, "ca-west-1"));
    incidents.observe(look(32_000, false, "ca-west-1"));
    serve(incidents, 40_000, 51_000);
    incidents.clear("down", 90_000);
    incidents.observe(look(95_000, false, "ca-west-1"));
    incidents.observe(look(120_000, true, "ca-central-1"));
    assert.deepEqual(marksOf(incidents), [
      ["fault", 1000],
      ["unhealthy", 31_000],
      ["answered", 31_000],
      ["good", 40_000],
      ["cleared", 90_000],
      ["healthy", 120_000],
      ["returned", 120_000],
    ]);
    assert.deepEqual([incidents.list()[0]!.failed, incidents.list()[0]!.requests], [1, 13]);
  });

  it("of a standby have no failover", () => {
    const incidents = new Incidents();
    incidents.begin({ ...fault, region: "ca-west-1" }, "CA", "ca-central-1");
    incidents.observe(look(31_000, true, "ca-central-1"));
    assert.deepEqual(marksOf(incidents), [["fault", 1000]]);
  });

  it("have no failover to a Region that is down too, and no return before the repair shows", () => {
    const incidents = new Incidents();
    const dark = (time: number, region: string) => ({
      at: time,
      healthy: new Map([
        ["ca-central-1", false],
        ["ca-west-1", false],
      ]),
      serving: new Map([["CA", region]]),
    });
    incidents.begin(fault, "CA", "ca-central-1");
    incidents.observe(look(31_000, false, "ca-west-1"));
    incidents.begin({ ...fault, id: "both", region: "ca-west-1", since: 40_000 }, "CA", "ca-west-1");
    incidents.observe(dark(70_000, "ca-central-1"));
    incidents.clear("down", 80_000);
    incidents.observe(dark(81_000, "ca-central-1"));
    incidents.observe(look(100_000, true, "ca-central-1"));
    assert.deepEqual(marksOf(incidents).slice(3), [
      ["cleared", 80_000],
      ["healthy", 100_000],
      ["returned", 100_000],
    ]);
    assert.deepEqual(marksOf(incidents, 1).slice(0, 2), [
      ["fault", 40_000],
      ["unhealthy", 70_000],
    ]);
  });

  it("of a cut registry note that lookups go on there", () => {
    const incidents = new Incidents();
    incidents.begin({ ...fault, kind: "registry-cut-off" }, "CA", "ca-central-1");
    incidents.lookup({ at: 900, region: "ca-central-1" });
    incidents.lookup({ at: 2000, region: "ca-west-1" });
    for (let time = 3000; time <= 13_000; time += 1000) {
      incidents.lookup({ at: time, region: "ca-central-1" });
    }
    assert.deepEqual(marksOf(incidents), [
      ["fault", 1000],
      ["good", 3000],
    ]);
  });

  it("begin again when the fault comes back, and not twice while it lasts", () => {
    const incidents = new Incidents();
    incidents.begin(fault, "CA", "ca-central-1");
    incidents.begin({ ...fault, since: 1500 }, "CA", "ca-central-1");
    assert.equal(incidents.list().length, 1);
    incidents.clear("down", 2000);
    incidents.begin({ ...fault, since: 3000 }, "CA", "ca-central-1");
    assert.deepEqual(
      incidents.list().map(({ id }) => id),
      ["down@1000", "down@3000"],
    );
    incidents.clear("down", 4000);
    assert.deepEqual(marksOf(incidents, 1), [
      ["fault", 3000],
      ["cleared", 4000],
    ]);
  });
});
