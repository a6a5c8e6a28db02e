import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { residencyPage } from "../../../../policies/check/docs/residency-page";
import type { Resource } from "../../../../policies/shared/resource";
import { topologyOf } from "../../../../policies/shared/topology";
import { make, operational, routing, topology } from "../../support/scene";

const table = "aws:dynamodb/table:Table";
/** The rows of a section's table. */
function rowsUnder(title: string, resources: readonly Resource[] = [], judgedBy = topology): string[] {
  const section = residencyPage(resources, judgedBy).split(`## ${title}\n`)[1]!.split("\n## ")[0]!;
  return section.split("\n").filter((line) => line.startsWith("| ") && !line.startsWith("| class |"));
}

describe("docs/residency.md", () => {
  it("lists the jurisdictions with their Regions, primary first", () => {
    const entry = (jurisdiction: string, region: string, role: string) => ({ region, jurisdiction, role });
    const two = topologyOf({
      stacks: {
        ca: entry("CA", "ca-central-1", "primary"),
        "ca-west": entry("CA", "ca-west-1", "standby"),
        us: entry("US", "us-east-1", "primary"),
        "us-west": entry("US", "us-west-2", "standby"),
      },
    });
    assert.deepEqual(rowsUnder("Jurisdictions", [], two).slice(1), [
      "| Canada (CA) | ca-central-1, ca-west-1 |",
      "| United States (US) | us-east-1, us-west-2 |",
    ]);
    const other = topologyOf({ stacks: { prod: { region: "eu-north-1", jurisdiction: "SE" } } });
    assert.deepEqual(rowsUnder("Jurisdictions", [], other).slice(1), ["| SE (SE) | eu-north-1 |"]);
  });

  it("is, but for what the stacks declare, the page that is there", () => {
    const page = readFileSync(join(__dirname, "../../../../docs/residency.md"), "utf8");
    const [before, rows] = page.split(/(?<=\| is in \| may be in \|\n\|[-|]+\|\n)/);
    assert.ok(rows!.startsWith("| personal | "));
    assert.equal(residencyPage([], topology), before);
  });

  it("tells of Quebec only where Calgary takes over from Montreal", () => {
    const canada = (...regions: string[]) =>
      topologyOf({ stacks: Object.fromEntries(regions.map((region) => [region, { region, jurisdiction: "CA" }])) });
    assert.match(residencyPage([], canada("ca-central-1", "ca-west-1")), /leaves Quebec/);
    assert.match(residencyPage([], canada("ca-central-1")), /\| ca-central-1 \|\n\n## Data classes\n/);
  });

  it("says which classes may leave", () => {
    const other = topologyOf({
      dataClasses: {
        patient: { mayLeaveJurisdiction: false, description: "who they are" },
        statistics: { mayLeaveJurisdiction: true },
      },
    });
    assert.deepEqual(rowsUnder("Data classes", [], other), [
      "| patient | **never** | who they are |",
      "| statistics | yes |  |",
    ]);
  });

  it("lists what keeps or moves data once: where it is in all stacks, and where it may be", () => {
    const resources = [
      make(table, {}, { name: "metrics", tags: operational() }),
      make(table, {}, { name: "people", stack: "us" }),
      make(table, {}, { name: "people" }),
      make(table, {}, { name: "registry", stack: "global", tags: routing }),
      make("aws:sns/topic:Topic", {}, { name: "alarms" }),
      make("aws:apigateway/restApi:RestApi", {}, { name: "api" }),
      make("aws:s3/bucket:Bucket", {}, { name: "later" }),
      make("aws:s3/bucket:Bucket", {}, { name: "files" }),
    ];
    assert.deepEqual(rowsUnder("What keeps or moves data", resources), [
      "| personal | apigateway rest api | api | ca-central-1 | its own jurisdiction (CA) |",
      "| personal | dynamodb table | people | ca-central-1, us-east-1 | its own jurisdiction (CA, US) |",
      "| personal | s3 bucket | files | ca-central-1 | its own jurisdiction (CA) |",
      "| personal | s3 bucket | later | ca-central-1 | its own jurisdiction (CA) |",
      "| personal | sns topic | alarms | ca-central-1 | its own jurisdiction (CA) |",
      "| operational | dynamodb table | metrics | ca-central-1 | any Region |",
      "| routing | dynamodb table | registry | us-east-1 | any Region |",
    ]);
  });

  it("leaves out what holds nothing: roles, components, records that only lead to data", () => {
    const resources = [
      make("aws:iam/role:Role"),
      make("home-region:infra:Data", {}, { provider: false }),
      make("aws:route53/record:Record", { records: ["x"] }),
      make("aws:ec2/subnet:Subnet"),
    ];
    assert.deepEqual(rowsUnder("What keeps or moves data", resources), []);
  });

  it("counts what cannot be tagged and belongs to nothing as personal", () => {
    const item = make("aws:dynamodb/tableItem:TableItem", { tableName: "people" }, { name: "first", stack: "nowhere" });
    assert.deepEqual(
      rowsUnder("What keeps or moves data", [
        { ...item, provider: { type: "pulumi:providers:aws", name: "x", props: {} } },
      ]),
      ["| personal | dynamodb table item | first |  | its own jurisdiction (none) |"],
    );
  });
});
