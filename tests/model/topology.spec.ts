import assert from "node:assert/strict";
import * as topology from "../../model/topology";

describe("the topology's questions", () => {
  it("lists a jurisdiction's stacks, primary first", () => {
    assert.deepEqual(
      topology.stacksOf("CA").map(([name]) => name),
      ["ca", "ca-west"],
    );
    assert.deepEqual(topology.regionsOf("US"), ["us-east-1", "us-west-2"]);
    assert.deepEqual(topology.regionsOf("EU"), []);
  });

  it("finds stack and jurisdiction of a Region", () => {
    assert.equal(topology.stackOfRegion("ca-west-1")?.[0], "ca-west");
    assert.equal(topology.jurisdictionOf("us-west-2"), "US");
    assert.equal(topology.jurisdictionOf("eu-west-1"), undefined);
  });

  it("serves the jurisdictions that have a primary", () => {
    assert.deepEqual(topology.servedJurisdictions(), ["CA", "US"]);
  });

  it("knows which jurisdiction a country belongs to", () => {
    assert.equal(topology.jurisdictionOfCountry("FR"), "EU");
    assert.equal(topology.jurisdictionOfCountry("CA"), "CA");
    assert.equal(topology.jurisdictionOfCountry("BR"), undefined);
  });

  it("lets no personal data leave", () => {
    const leaving = Object.entries(topology.dataClasses).filter(([, one]) => one.mayLeaveJurisdiction);
    assert.deepEqual(
      leaving.map(([name]) => name),
      ["operational", "routing", "public"],
    );
  });
});
