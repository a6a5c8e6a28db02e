import assert from "node:assert/strict";
import { type RegionStack, regionStacks, registryRegion } from "../../model/topology";
import { topologyIssues } from "../../model/topology-rules";

/** Entries of a change keep the network that they had, or have one of their own. */
const issuesOf = (change: Record<string, object>, region = registryRegion) => {
  const changed = Object.entries(change).map(([name, entry], index) => {
    const network = regionStacks[name]?.network ?? `10.${100 + index}.0.0/16`;
    return [name, { network, ...entry } as RegionStack];
  });
  return topologyIssues({ ...regionStacks, ...Object.fromEntries(changed) }, region);
};

describe("a topology", () => {
  it("passes as it comes, and with Europe added", () => {
    assert.deepEqual(issuesOf({}), []);
    const eu = { region: "eu-central-1", jurisdiction: "EU", role: "primary" };
    const euWest = { region: "eu-west-1", jurisdiction: "EU", role: "standby" };
    assert.deepEqual(issuesOf({ eu, "eu-west": euWest }), []);
    assert.deepEqual(issuesOf({ eu }), [], "a jurisdiction may do without a standby");
  });

  for (const name of ["global", "Eu", "1eu", "eu_west", "-eu", "eu.", `e${"u".repeat(31)}`]) {
    it(`refuses a stack of the name ${name}`, () => {
      assert.deepEqual(issuesOf({ [name]: { region: "eu-central-1", jurisdiction: "EU", role: "primary" } }), [
        `stack "${name}": a region stack's name is lower-case letters, digits and hyphens, and not "global"; rename it`,
      ]);
    });
  }

  it("takes a stack's name of up to 31 characters", () => {
    const name = `e${"u".repeat(27)}-1x`;
    assert.deepEqual(issuesOf({ [name]: { region: "eu-central-1", jurisdiction: "EU", role: "primary" } }), []);
  });

  it("refuses an unknown Region", () => {
    const [issue] = issuesOf({ eu: { region: "eu-middle-1", jurisdiction: "EU", role: "primary" } });
    assert.match(issue!, /stack "eu": Region "eu-middle-1" is not a commercial AWS Region/);
  });

  it("refuses a Region in which Global Accelerator has no endpoints", () => {
    const issues = issuesOf({ mx: { region: "mx-central-1", jurisdiction: "MX", role: "primary" } });
    assert.match(issues[0]!, /stack "mx": Global Accelerator has no two availability zones in mx-central-1/);
    assert.match(issues[0]!, /choose another Region, or add it to model\/availability-zones\.ts/);
  });

  it("takes a Region in which Global Accelerator has two availability zones", () => {
    assert.deepEqual(issuesOf({ "us-west": { region: "us-west-1", jurisdiction: "US", role: "standby" } }), []);
  });

  it("refuses a standby outside its jurisdiction", () => {
    const [issue] = issuesOf({ "ca-west": { region: "us-east-2", jurisdiction: "CA", role: "standby" } });
    assert.match(issue!, /stack "ca-west" \(standby\): us-east-2 stands in US, outside its jurisdiction CA \(CA\)/);
    const [european] = issuesOf({ eu: { region: "eu-west-2", jurisdiction: "EU", role: "primary" } });
    assert.match(
      european!,
      /eu-west-2 stands in GB, outside .* \(AT, BE, .*, SK\); choose a Region inside it: data must not leave$/,
    );
  });

  it("refuses an unknown jurisdiction or role", () => {
    const issues = issuesOf({ mx: { region: "mx-central-1", jurisdiction: "MX", role: "main" } });
    assert.ok(issues.some((issue) => /role is "main"; allowed are primary, standby/.test(issue)));
    assert.ok(issues.some((issue) => /jurisdiction "MX" is unknown; valid: CA, US, EU/.test(issue)));
  });

  it("refuses two primaries, two standbys and none", () => {
    const two = issuesOf({ "ca-west": { region: "ca-west-1", jurisdiction: "CA", role: "primary" } });
    assert.match(two[0]!, /jurisdiction CA has 2 stacks of role primary \(ca, ca-west\); allowed is one/);
    const standbys = issuesOf({ us: { region: "us-east-1", jurisdiction: "US", role: "standby" } });
    assert.ok(standbys.some((issue) => /US has no primary, only us, us-west; give/.test(issue)));
    assert.ok(standbys.some((issue) => /US has 2 stacks of role standby/.test(issue)));
  });

  it("refuses a Region that two stacks deploy", () => {
    const issues = issuesOf({ "ca-west": { region: "ca-central-1", jurisdiction: "CA", role: "standby" } });
    assert.match(issues[0]!, /Region ca-central-1 is deployed by 2 stacks \(ca, ca-west\)/);
  });

  it("refuses networks that are none, or that overlap", () => {
    const of = (network: string) => issuesOf({ us: { ...regionStacks.us, network } });
    assert.deepEqual(of("10.32.0.0/8"), [
      'stack "us": network is "10.32.0.0/8"; allowed is a private IPv4 network of /16 to /22 such as 10.32.0.0/16; correct it',
    ]);
    assert.deepEqual(of("10.24.128.0/17"), [
      'stack "us": network 10.24.128.0/17 overlaps with 10.24.0.0/16 of stack "ca-west"; give it a block of its own, so that VPCs can be peered',
    ]);
    assert.deepEqual(of("10.25.0.0/16"), []);
  });

  it("refuses a registry written where no stack is", () => {
    assert.match(
      issuesOf({}, "eu-west-3")[0]!,
      /registryRegion is "eu-west-3"; it must be one of the topology's Regions \(ca-central-1, ca-west-1, us-east-1, us-west-2\); choose one$/,
    );
  });

  it("reports every issue at once", () => {
    const issues = issuesOf({
      global: { region: "nowhere-1", jurisdiction: "XX", role: "boss" },
      "ca-west": { region: "ca-central-1", jurisdiction: "CA", role: "primary" },
    });
    assert.ok(issues.length >= 6, issues.join("\n"));
  });
});
