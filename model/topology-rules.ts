/** What a topology may say. Pure: entries in, issues out. */
import { acceleratorZoneIds } from "./availability-zones";
import { countryOfRegion } from "./aws-regions";
import { issueWithNetwork, overlap } from "./networks";
import { jurisdictions, type RegionStack } from "./topology";

type Stacks = Readonly<Record<string, RegionStack>>;

/** One line an issue: what was found, what is allowed, the fix. Empty when the topology keeps its promises. */
export function topologyIssues(stacks: Stacks, registryRegion: string): string[] {
  return [
    ...Object.entries(stacks).flatMap(([name, stack]) => stackIssues(name, stack)),
    ...roleIssues(stacks),
    ...sharedRegionIssues(stacks),
    ...networkIssues(stacks),
    ...registryIssues(stacks, registryRegion),
  ];
}

function stackIssues(name: string, { region, jurisdiction, role }: RegionStack): string[] {
  const issues: string[] = [];
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(name) || name === "global") {
    issues.push(
      `stack "${name}": a region stack's name is lower-case letters, digits and hyphens, and not "global"; rename it`,
    );
  }
  if (role !== "primary" && role !== "standby") {
    issues.push(`stack "${name}": role is "${String(role)}"; allowed are primary, standby`);
  }
  const country = countryOfRegion[region];
  const area = jurisdictions[jurisdiction];
  if (!country) {
    issues.push(
      `stack "${name}": Region "${region}" is not a commercial AWS Region; see model/aws-regions.ts for the known ones`,
    );
  } else if (acceleratorZoneIds(region).length < 2) {
    issues.push(
      `stack "${name}": Global Accelerator has no two availability zones in ${region}, and the lookup needs them; ` +
        "choose another Region, or add it to model/availability-zones.ts where AWS supports it by now",
    );
  }
  if (!area) {
    issues.push(
      `stack "${name}": jurisdiction "${String(jurisdiction)}" is unknown; valid: ${Object.keys(jurisdictions).join(", ")}; choose one or add it`,
    );
  } else if (country && !(area.countries as readonly string[]).includes(country)) {
    issues.push(
      `stack "${name}" (${role}): ${region} stands in ${country}, outside its jurisdiction ${jurisdiction} (${area.countries.join(", ")}); ` +
        "choose a Region inside it: data must not leave",
    );
  }
  return issues;
}

function roleIssues(stacks: Stacks): string[] {
  const found = new Set(Object.values(stacks).map((stack) => stack.jurisdiction));
  return [...found].flatMap((jurisdiction) => {
    const own = Object.entries(stacks).filter(([, stack]) => stack.jurisdiction === jurisdiction);
    return (["primary", "standby"] as const).flatMap((role) => {
      const names = own.filter(([, stack]) => stack.role === role).map(([name]) => name);
      if (names.length > 1) {
        return [
          `jurisdiction ${jurisdiction} has ${names.length} stacks of role ${role} (${names.join(", ")}); allowed is one; change the others`,
        ];
      }
      if (role === "primary" && names.length === 0) {
        return [
          `jurisdiction ${jurisdiction} has no primary, only ${own.map(([name]) => name).join(", ")}; give one stack the role primary`,
        ];
      }
      return [];
    });
  });
}

function sharedRegionIssues(stacks: Stacks): string[] {
  const byRegion = Map.groupBy(Object.entries(stacks), ([, stack]) => stack.region);
  return [...byRegion].flatMap(([region, entries]) =>
    entries.length > 1
      ? [
          `Region ${region} is deployed by ${entries.length} stacks (${entries.map(([name]) => name).join(", ")}); a region stack is exactly one Region; keep one`,
        ]
      : [],
  );
}

function networkIssues(stacks: Stacks): string[] {
  const entries = Object.entries(stacks);
  const wrong = entries.flatMap(([name, { network }]) => {
    const issue = issueWithNetwork(network);
    return issue === undefined
      ? []
      : [`stack "${name}": network is "${network}"; ${issue.replace(/, or leave.*/, "")}`];
  });
  if (wrong.length > 0) {
    return wrong;
  }
  return entries.flatMap(([name, { network }], index) =>
    entries
      .slice(0, index)
      .filter(([, other]) => overlap(network, other.network))
      .map(
        ([other, { network: taken }]) =>
          `stack "${name}": network ${network} overlaps with ${taken} of stack "${other}"; give it a block of its own, so that VPCs can be peered`,
      ),
  );
}

function registryIssues(stacks: Stacks, registryRegion: string): string[] {
  const regions = Object.values(stacks).map((stack) => stack.region);
  if (regions.includes(registryRegion)) {
    return [];
  }
  return [
    `registryRegion is "${registryRegion}"; it must be one of the topology's Regions (${regions.join(", ")}); choose one`,
  ];
}
