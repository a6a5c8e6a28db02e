import assert from "node:assert/strict";
import { parseConfiguration, readConfiguration } from "../../../policies/check/configuration";
import { packs } from "../../../policies/packs";
import { topologyIssues, topologyOf } from "../../../policies/shared/topology";

describe("the configuration file", () => {
  it("gives levels and settings, as the engine reads them", () => {
    assert.deepEqual(
      parseConfiguration(
        {
          all: "advisory",
          "residency-keep-region": "mandatory",
          "security-rotate-keys": "remediate",
          "security-require-supported-runtimes": { enforcementLevel: "disabled", runtimes: ["cobol"] },
          "residency-declare-topology": { topology: { globalStacks: [] } },
        },
        packs,
      ),
      {
        levels: {
          all: "advisory",
          "residency-keep-region": "mandatory",
          "security-rotate-keys": "mandatory",
          "security-require-supported-runtimes": "disabled",
          "residency-declare-topology": "mandatory",
        },
        settings: {
          all: {},
          "residency-keep-region": {},
          "security-rotate-keys": {},
          "security-require-supported-runtimes": { runtimes: ["cobol"] },
          "residency-declare-topology": { topology: { globalStacks: [] } },
        },
      },
    );
  });

  it("refuses unknown rules, levels and settings, all at once", () => {
    assert.throws(
      () =>
        parseConfiguration(
          {
            "no-such-rule": "mandatory",
            "residency-keep-region": "strict",
            "security-rotate-keys": { days: 3 },
            "security-authorize-data-routes": { open: [] },
            "residency-declare-topology": { regions: {} },
          },
          packs,
        ),
      {
        name: "InvalidInput",
        message: [
          'configuration configures "no-such-rule"; no rule is called so: see docs/policies.md',
          'configuration: level of "residency-keep-region" is "strict"; allowed are mandatory, advisory, remediate, disabled',
          'configuration: "security-rotate-keys" has no setting "days"; allowed are none',
          'configuration: "security-authorize-data-routes" has no setting "open"; allowed are openRoutes',
          'configuration: "residency-declare-topology" has no setting "regions"; allowed are topology, exemptionsFile',
        ].join("\n"),
      },
    );
    assert.throws(() => parseConfiguration([], packs), /is no object/);
  });

  it("refuses a file that cannot be read", () => {
    assert.throws(() => readConfiguration("/nowhere/config.json", packs), {
      name: "InvalidInput",
      message: /^configuration "\/nowhere\/config.json" cannot be read: /,
    });
  });
});

describe("a configured topology", () => {
  it("takes the place of the project's own", () => {
    const topology = topologyOf({
      stacks: { prod: { region: "eu-north-1", jurisdiction: "SE" } },
      regions: { "eu-west-1": "IE" },
    });
    assert.deepEqual(topology.stacks, { prod: { region: "eu-north-1", jurisdiction: "SE", role: "primary" } });
    assert.deepEqual(topology.regions, { "eu-west-1": "IE", "eu-north-1": "SE" });
    assert.deepEqual(topology.jurisdictions, ["IE", "SE"]);
    assert.deepEqual(topology.globalStacks, ["global"]);
  });

  it("has as many stacks in a Region as a team has environments", () => {
    const stack = { region: "eu-north-1", jurisdiction: "SE" };
    const stacks = { dev: stack, prod: stack, network: stack };
    assert.deepEqual(topologyIssues({ stacks, domains: ["clinic.example"] }), []);
    assert.deepEqual(topologyOf({ stacks }).regions, { "eu-north-1": "SE" });
  });

  it("refuses with all issues, all at once", () => {
    assert.deepEqual(
      topologyIssues({
        stacks: {
          a: { region: "Sweden", jurisdiction: "" },
          b: { region: "eu-north-1", jurisdiction: "SE", role: "main" },
          c: { region: "eu-north-1", jurisdiction: "NO" },
          d: 3,
        },
        domains: "clinic.example",
        types: { "x:y:Z": "keeps" },
      }),
      [
        'stack "a" has region "Sweden"; allowed is an AWS Region such as ca-central-1',
        'stack "a" has jurisdiction ""; name one, such as CA',
        'stack "b" has role "main"; allowed are primary, standby',
        'stack "d" is 3; give it a region and a jurisdiction',
        'stacks "b" and "c" put eu-north-1 in two jurisdictions; a Region is in one; give both the same',
        'type "x:y:Z" is classified as "keeps"; allowed are stores, copies, neither',
        'domains is "clinic.example"; allowed is a list of names such as ["clinic.example"]',
      ],
    );
    assert.deepEqual(topologyIssues(undefined), []);
    assert.deepEqual(topologyIssues({}), []);
    assert.match(topologyIssues("CA")[0]!, /^topology is "CA"; allowed is an object/);
  });
});
