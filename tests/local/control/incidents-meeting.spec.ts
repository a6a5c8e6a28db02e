import assert from "node:assert/strict";
import { Incidents } from "../../../local/control/incidents";
import { look, serve } from "../../support/observed";

describe("incidents, when faults meet", () => {
  const west = "ca-west-1";
  const central = "ca-central-1";
  const both = (time: number, healthy: [boolean, boolean], region: string) => ({
    at: time,
    healthy: new Map([
      [central, healthy[0]],
      [west, healthy[1]],
    ]),
    serving: new Map([["CA", region]]),
  });
  const kinds = (incidents: Incidents, index: number) =>
    incidents.list()[index]!.marks.map(({ kind, at }) => `${kind} ${at / 1000}`);
  const down = (since: number, region: string = central) =>
    ({ id: `region-down-${region}`, kind: "region-down", region, since }) as const;

  it("give each outage its own marks: down 60 s, up 10 s, down 60 s", () => {
    const incidents = new Incidents();
    incidents.begin(down(0), "CA", central);
    serve(incidents, 1000, 33_000, null);
    incidents.observe(look(34_000, false, west));
    serve(incidents, 36_000, 59_000);
    incidents.clear("region-down-ca-central-1", 60_000);
    incidents.observe(look(65_000, false, west));
    incidents.begin(down(70_000), "CA", west);
    incidents.begin({ id: "cut", kind: "registry-cut-off", region: central, since: 71_000 }, "CA", west);
    serve(incidents, 71_000, 90_000, null);
    incidents.observe(look(100_000, false, west));
    incidents.clear("region-down-ca-central-1", 130_000);
    incidents.observe(look(160_000, true, central));
    assert.deepEqual(kinds(incidents, 0), ["fault 0", "unhealthy 34", "answered 34", "good 36", "cleared 60"]);
    assert.deepEqual(kinds(incidents, 1), ["fault 70", "cleared 130", "healthy 160", "returned 160"]);
    const [first, second, cut] = incidents.list();
    assert.equal(cut!.alreadyOut, false);
    assert.deepEqual([first!.failed, first!.requests], [33, 57]);
    assert.deepEqual([first!.alreadyOut, first!.overtakenBy], [false, second!.id]);
    assert.deepEqual([second!.alreadyOut, second!.overtakenBy], [true, null]);
  });

  it("leave a Region's marks to its outage when its registry is cut meanwhile", () => {
    const incidents = new Incidents();
    incidents.begin(down(0), "CA", central);
    incidents.begin({ id: "cut", kind: "registry-cut-off", region: central, since: 5000 }, "CA", central);
    serve(incidents, 6000, 30_000, null);
    incidents.observe({ ...look(34_000, false, west), turned: new Map([[central, 6000]]) });
    incidents.clear("region-down-ca-central-1", 60_000);
    incidents.observe(look(90_000, true, central));
    for (let time = 95_000; time <= 110_000; time += 1000) {
      incidents.lookup({ at: time, region: central });
    }
    incidents.clear("cut", 120_000);
    assert.deepEqual(kinds(incidents, 0), [
      "fault 0",
      "unhealthy 34",
      "answered 34",
      "cleared 60",
      "healthy 90",
      "returned 90",
    ]);
    assert.deepEqual(kinds(incidents, 1), ["fault 5", "good 95", "cleared 120"]);
    assert.deepEqual([incidents.list()[0]!.failed, incidents.list()[1]!.failed], [25, 0]);
  });

  it("have no failover while two Regions are down together, and one as soon as the other is back", () => {
    const incidents = new Incidents();
    incidents.begin(down(0), "CA", central);
    incidents.begin(down(1000, west), "CA", central);
    serve(incidents, 2000, 30_000, null);
    incidents.observe(both(34_000, [false, true], west));
    incidents.observe(both(36_000, [false, false], central));
    incidents.clear("region-down-ca-west-1", 100_000);
    incidents.observe(both(130_000, [false, true], west));
    serve(incidents, 132_000, 145_000, west);
    incidents.clear("region-down-ca-central-1", 200_000);
    incidents.observe(both(230_000, [true, true], central));
    assert.deepEqual(kinds(incidents, 0), [
      "fault 0",
      "unhealthy 34",
      "answered 130",
      "good 132",
      "cleared 200",
      "healthy 230",
      "returned 230",
    ]);
    assert.deepEqual(kinds(incidents, 1), ["fault 1", "unhealthy 36", "cleared 100", "healthy 130"]);
    assert.deepEqual([incidents.list()[0]!.failed, incidents.list()[1]!.failed], [29, 0]);
  });

  it("follow a fault that was put back in the middle of its detection", () => {
    const incidents = new Incidents();
    incidents.begin(down(0), "CA", central);
    serve(incidents, 2000, 24_000, null);
    incidents.clear("region-down-ca-central-1", 25_000);
    incidents.observe(look(26_000, false, west));
    serve(incidents, 27_000, 38_000);
    incidents.observe(look(55_000, true, central));
    assert.deepEqual(kinds(incidents, 0), [
      "fault 0",
      "cleared 25",
      "unhealthy 26",
      "answered 26",
      "good 27",
      "healthy 55",
      "returned 55",
    ]);
  });

  it("are not blamed for what comes long after they were put back", () => {
    const incidents = new Incidents();
    incidents.begin(down(0), "CA", central);
    incidents.clear("region-down-ca-central-1", 5000);
    incidents.observe(look(60_000, false, west));
    incidents.observe(look(90_000, true, central));
    assert.deepEqual(kinds(incidents, 0), ["fault 0", "cleared 5"]);
  });

  it("blame what came last before the probes began to fail, and what ended last before they passed", () => {
    const incidents = new Incidents();
    const slow = { id: "slow", kind: "region-slow", region: central, since: 0, delayMs: 100 } as const;
    incidents.begin(slow, "CA", central);
    incidents.begin(down(40_000), "CA", central);
    incidents.observe({ ...look(70_000, false, west), turned: new Map([[central, 42_000]]) });
    incidents.clear("region-down-ca-central-1", 80_000);
    incidents.clear("slow", 95_000);
    incidents.observe({ ...look(110_000, true, central), turned: new Map([[central, 81_000]]) });
    assert.deepEqual(kinds(incidents, 0), ["fault 0", "cleared 95"]);
    assert.deepEqual(kinds(incidents, 1), [
      "fault 40",
      "unhealthy 70",
      "answered 70",
      "cleared 80",
      "healthy 110",
      "returned 110",
    ]);
  });

  it("do not take one lucky answer for service, nor a refused sign-in for a refusal of those who are signed in", () => {
    const incidents = new Incidents();
    incidents.begin(down(0), "CA", central);
    serve(incidents, 1000, 33_000, null);
    incidents.observe(look(34_000, false, west));
    serve(incidents, 35_000, 35_000);
    serve(incidents, 36_000, 60_000, null);
    serve(incidents, 61_000, 65_000);
    for (let turn = 0; turn < 5; turn++) {
      incidents.request({ at: 65_500, home: "CA", region: null, ok: false, signIn: true });
    }
    assert.deepEqual(kinds(incidents, 0).at(-1), "answered 34");
    serve(incidents, 66_000, 72_000);
    assert.deepEqual(kinds(incidents, 0).at(-1), "good 61");
  });

  it("do not make an outage that was repaired longer by what the next one refuses", () => {
    const incidents = new Incidents();
    incidents.begin(down(0), "CA", central);
    serve(incidents, 1000, 20_000, null);
    incidents.clear("region-down-ca-central-1", 20_500);
    serve(incidents, 21_000, 22_000, central);
    incidents.begin(down(23_000), "CA", central);
    serve(incidents, 24_000, 50_000, null);
    incidents.clear("region-down-ca-central-1", 50_500);
    serve(incidents, 51_000, 61_000, central);
    assert.deepEqual(kinds(incidents, 0), ["fault 0", "cleared 20.5", "good 21"]);
    assert.deepEqual(kinds(incidents, 1), ["fault 23", "cleared 50.5", "good 51"]);
    assert.deepEqual(
      incidents.list().map(({ failed }) => failed),
      [20, 27],
    );
  });

  it("count what is refused for the Region that is down, not for what slows it besides", () => {
    const incidents = new Incidents();
    incidents.begin(down(0), "CA", central);
    incidents.begin({ id: "slow", kind: "region-slow", region: central, since: 5000 }, "CA", central);
    serve(incidents, 6000, 15_000, null);
    assert.deepEqual(
      incidents.list().map(({ failed }) => failed),
      [10, 0],
    );
  });

  it("are marked where the host was too slow for their times", () => {
    const incidents = new Incidents();
    incidents.begin(down(0), "CA", central);
    incidents.clear("region-down-ca-central-1", 5000);
    incidents.begin(down(30_000), "CA", central);
    incidents.observe({ ...look(40_000, true, central), credible: false });
    assert.deepEqual(
      incidents.list().map(({ credible }) => credible),
      [true, false],
    );
  });
});
