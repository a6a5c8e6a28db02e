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

  it("puts the primary first wherever it stands, and serves nothing without one", () => {
    const stacks = topology.regionStacks as Record<string, topology.RegionStack>;
    const eu = (region: string, role: topology.Role) =>
      ({ region, jurisdiction: "EU", role, network: "10.48.0.0/16" }) as const;
    try {
      stacks["eu-west"] = eu("eu-west-1", "standby");
      assert.deepEqual(topology.servedJurisdictions(), ["CA", "US"]);
      stacks.eu = eu("eu-central-1", "primary");
      stacks["eu-south"] = eu("eu-south-1", "standby");
      assert.deepEqual(topology.regionsOf("EU"), ["eu-central-1", "eu-west-1", "eu-south-1"]);
      assert.deepEqual(topology.servedJurisdictions(), ["CA", "US", "EU"]);
    } finally {
      for (const name of ["eu", "eu-west", "eu-south"]) {
        delete stacks[name];
      }
    }
  });

  it("lists every Region once, the registry's among them", () => {
    assert.deepEqual(topology.allRegions(), ["ca-central-1", "ca-west-1", "us-east-1", "us-west-2"]);
    assert.ok(topology.allRegions().includes(topology.registryRegion));
  });

  it("reads the registry at home first, then in the own jurisdiction, then where it is written", () => {
    assert.deepEqual(topology.registryRegionsFor("ca-central-1"), ["ca-central-1", "ca-west-1"]);
    assert.deepEqual(topology.registryRegionsFor("ca-west-1"), ["ca-west-1", "ca-central-1"]);
    assert.deepEqual(topology.registryRegionsFor("us-west-2"), ["us-west-2", "us-east-1", "ca-central-1"]);
    assert.deepEqual(topology.registryRegionsFor("eu-central-1"), ["eu-central-1", "ca-central-1"]);
  });

  it("has alarms on hosted zones and health checks where Route 53 keeps its metrics", () => {
    assert.equal(topology.route53MetricsRegion, "us-east-1");
  });

  it("finds stack and jurisdiction of a Region", () => {
    assert.equal(topology.stackOfRegion("ca-west-1")?.[0], "ca-west");
    assert.equal(topology.jurisdictionOf("us-west-2"), "US");
    assert.equal(topology.jurisdictionOf("eu-west-1"), undefined);
  });

  it("finds the other Regions of a jurisdiction", () => {
    assert.deepEqual(topology.siblingsOf("ca-west-1"), ["ca-central-1"]);
    assert.deepEqual(topology.siblingsOf("us-east-1"), ["us-west-2"]);
    assert.deepEqual(topology.siblingsOf("eu-west-1"), []);
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
    const leaving = Object.entries(topology.dataClasses).filter(([, dataClass]) => dataClass.mayLeaveJurisdiction);
    assert.deepEqual(
      leaving.map(([name]) => name),
      ["operational", "routing", "public"],
    );
  });
});
