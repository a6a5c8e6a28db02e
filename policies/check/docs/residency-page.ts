import { jurisdictions } from "../../../model/topology";
import { classify } from "../../classification";
import { dataOf } from "../../shared/data";
import { Graph } from "../../shared/graph";
import { effectiveRegion } from "../../shared/region";
import { nounOf, type Resource } from "../../shared/resource";
import { regionsIn, type Topology } from "../../shared/topology";

const generated = "<!-- Written by policies/check/docs.ts from the topology and the stacks. Change them there. -->";

export function residencyPage(resources: readonly Resource[], topology: Topology): string {
  return [
    "# Where data is kept, and where it may go",
    generated,
    "",
    "Every organization has a home: a jurisdiction. What belongs to it is kept, processed and backed up in Regions of that jurisdiction only, also while a Region is down. [The residency pack](policies.md#data-residency-policiesresidency) fails a pull request that would change this.",
    "",
    "## Jurisdictions",
    "",
    "| jurisdiction | Regions, primary first |",
    "|---|---|",
    ...topology.jurisdictions.map((code) => `| ${nameOf(code)} (${code}) | ${regionsIn(topology, code).join(", ")} |`),
    "",
    ...notes(topology),
    "## Data classes",
    "",
    "| class | may leave its jurisdiction | what it is |",
    "|---|---|---|",
    ...Object.entries(topology.dataClasses).map(
      ([name, { mayLeaveJurisdiction, description }]) =>
        `| ${name} | ${mayLeaveJurisdiction ? "yes" : "**never**"} | ${description ?? ""} |`,
    ),
    "",
    "Each resource that can be tagged says its class and jurisdiction (`data-class`, `jurisdiction`). What cannot be tagged is of the class of what it belongs to, and personal where nothing says so.",
    "",
    "## Addresses of people",
    "",
    "Each Region's firewall logs whom it has blocked, with address and path, without token and query; nobody else's address is logged. The log stays in the Region and goes after `addressRetentionDays`. A lookup is answered before home is known, in the nearest Region: whoever floods it from abroad, or is blocked there for another reason, leaves their address in that Region, which can be in another jurisdiction than their home.",
    "",
    "## What keeps or moves data",
    "",
    "From what the stacks declare. Regions are where it is; a class that may leave is there because it is needed there.",
    "",
    "| class | resource | declared as | is in | may be in |",
    "|---|---|---|---|---|",
    ...rows(resources, topology),
    "",
  ].join("\n");
}

const nameOf = (code: string) => (jurisdictions as Record<string, { name: string }>)[code]?.name ?? code;

/** What the law of a place adds, for the places that are served. */
function notes({ regions }: Topology): string[] {
  if (!regions["ca-west-1"]) {
    return [];
  }
  return [
    "Failing over from ca-central-1 (Montreal) to ca-west-1 (Calgary) stays in Canada but leaves Quebec. Section 17 of Quebec's [Law 25](https://www.legisquebec.gouv.qc.ca/en/document/cs/p-39.1) asks for an assessment before personal information leaves the province: an organization that this binds must make it, or be served without a standby.",
    "",
  ];
}

function rows(resources: readonly Resource[], topology: Topology): string[] {
  const context = { topology, graph: new Graph(resources), scope: "project", settings: {} } as const;
  const order = Object.keys(topology.dataClasses);
  const groups = new Map<string, { key: [string, string, string]; regions: Set<string>; allowed: Set<string> }>();
  for (const resource of resources) {
    const { kind } = classify(resource.type, topology);
    // Records lead to data and hold none.
    if ((kind !== "stores" && kind !== "copies") || resource.type.startsWith("aws:route53/")) {
      continue;
    }
    const data = dataOf(resource, context);
    const key: [string, string, string] = [data.dataClass ?? "personal", nounOf(resource.type), resource.name];
    const group = groups.get(key.join("|")) ?? { key, regions: new Set(), allowed: new Set() };
    group.regions.add(effectiveRegion(resource, topology) ?? "");
    group.allowed.add(data.allowed ? (data.jurisdiction ?? "none") : "any");
    groups.set(key.join("|"), group);
  }
  return [...groups.values()]
    .sort((a, b) => order.indexOf(a.key[0]) - order.indexOf(b.key[0]) || (a.key.join() < b.key.join() ? -1 : 1))
    .map(({ key, regions, allowed }) => `| ${[...key, listOf(regions), mayBe(allowed)].join(" | ")} |`);
}

const listOf = (values: ReadonlySet<string>) => [...values].sort().join(", ");
const mayBe = (allowed: ReadonlySet<string>) =>
  allowed.has("any") ? "any Region" : `its own jurisdiction (${listOf(allowed)})`;
