import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { settingsIn, settingsOf } from "../../../ops/recovery/settings";

const domain = "example.com";
const usual = { primary: "ca-central-1", secondary: "ca-west-1", rtoMinutes: 15, rpoMinutes: 5 };

describe("the settings of the verbs of disaster recovery", () => {
  it("are the first jurisdiction's Regions, 15 and 5 minutes, where nothing is said or nothing is in it", () => {
    assert.deepEqual(settingsOf({}, domain), usual);
    const empty = { PRIMARY_REGION: "", SECONDARY_REGION: "", DOMAIN_NAME: "", RTO_MINUTES: "", RPO_MINUTES: "" };
    assert.deepEqual(settingsOf(empty, domain), usual);
  });

  it("are what is said: another jurisdiction's Regions, with its standby where only the primary is named", () => {
    const said = { PRIMARY_REGION: "us-east-1", DOMAIN_NAME: domain, RTO_MINUTES: "2.5", RPO_MINUTES: "0.5" };
    const american = { primary: "us-east-1", secondary: "us-west-2", rtoMinutes: 2.5, rpoMinutes: 0.5 };
    assert.deepEqual(settingsOf(said, domain), american);
    assert.deepEqual(settingsOf({ ...said, SECONDARY_REGION: "us-west-2" }, domain), american);
  });

  it("come from .env, and the environment wins", () => {
    const root = mkdtempSync(join(tmpdir(), "settings-"));
    try {
      writeFileSync(join(root, ".env"), 'RTO_MINUTES="3" # a comment\nRPO_MINUTES=4\n');
      const settings = settingsIn(root, { RPO_MINUTES: "1" });
      assert.deepEqual(settings, { RTO_MINUTES: "3", RPO_MINUTES: "1" });
      assert.deepEqual(settingsIn(join(root, "nowhere"), {}), {});
    } finally {
      rmSync(root, { recursive: true });
    }
  });

  const refused: [what: string, settings: NodeJS.Dict<string>, issues: RegExp[]][] = [
    [
      "a Region that is in no topology, with the recipe",
      { SECONDARY_REGION: "eu-west-1" },
      [/^SECONDARY_REGION is "eu-west-1"; allowed are .*: ca-central-1, .*adding-a-region/],
    ],
    [
      "two jurisdictions",
      { PRIMARY_REGION: "us-east-1", SECONDARY_REGION: "ca-west-1" },
      [/us-east-1 is in US and SECONDARY_REGION ca-west-1 in CA; .*border; fix: SECONDARY_REGION=us-west-2$/],
    ],
    [
      "roles the other way round",
      { PRIMARY_REGION: "ca-west-1" },
      [/ca-west-1 is the standby of CA and .* its primary/],
    ],
    ["one Region twice", { SECONDARY_REGION: "ca-central-1" }, [/ca-central-1 its primary/]],
    [
      "another domain than the stacks'",
      { DOMAIN_NAME: "example.org" },
      [/"example.org" and .* "example.com"; fix: pulumi config/],
    ],
    [
      "every issue at once",
      { PRIMARY_REGION: "mars-1", RTO_MINUTES: "soon", RPO_MINUTES: "0" },
      [
        /^PRIMARY_REGION is "mars-1"/,
        /^SECONDARY_REGION is ""/,
        /^RTO_MINUTES is "soon"; allowed/,
        /^RPO_MINUTES is "0"; allowed/,
      ],
    ],
  ];
  for (const [what, settings, issues] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => settingsOf(settings, domain),
        ({ message }: Error) => {
          const lines = message.split("\n");
          assert.equal(lines.length, issues.length, message);
          for (const [index, issue] of issues.entries()) {
            assert.match(lines[index]!, issue);
          }
          return true;
        },
      );
    });
  }
});
