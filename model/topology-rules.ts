/** What a topology may say. Pure: entries in, faults out. */
import { countryOfRegion } from "./aws-regions";
import { jurisdictions, type RegionStack } from "./topology";

type Stacks = Readonly<Record<string, RegionStack>>;

/** One line a fault: what was found, what is allowed, the fix. Empty when the topology keeps its promises. */
export function topologyFaults(stacks: Stacks, registryRegion: string): string[] {
  return [
    ...Object.entries(stacks).flatMap(([name, stack]) => stackFaults(name, stack)),
    ...roleFaults(stacks),
    ...sharedRegionFaults(stacks),
    ...registryFaults(stacks, registryRegion),
  ];
}

function stackFaults(name: string, { region, jurisdiction, role }: RegionStack): string[] {
  const faults: string[] = [];
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(name) || name === "global") {
    faults.push(
      `stack "${name}": a region stack's name is lower-case letters, digits and hyphens, and not "global"; rename it`,
    );
  }
  if (role !== "primary" && role !== "standby") {
    faults.push(`stack "${name}": role is "${String(role)}"; allowed are primary, standby`);
  }
  const country = countryOfRegion[region];
  const area = jurisdictions[jurisdiction];
  if (!country) {
    faults.push(
      `stack "${name}": Region "${region}" is not a commercial AWS Region; see model/aws-regions.ts for the known ones`,
    );
  }
  if (!area) {
    faults.push(
      `stack "${name}": jurisdiction "${String(jurisdiction)}" is unknown; known are ${Object.keys(jurisdictions).join(", ")}; choose one or add it`,
    );
  } else if (country && !(area.countries as readonly string[]).includes(country)) {
    faults.push(
      `stack "${name}" (${role}): ${region} stands in ${country}, outside its jurisdiction ${jurisdiction} (${area.countries.join(", ")}); ` +
        "choose a Region inside it: data must not leave",
    );
  }
  return faults;
}

function roleFaults(stacks: Stacks): string[] {
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

function sharedRegionFaults(stacks: Stacks): string[] {
  const byRegion = Map.groupBy(Object.entries(stacks), ([, stack]) => stack.region);
  return [...byRegion].flatMap(([region, entries]) =>
    entries.length > 1
      ? [
          `Region ${region} is deployed by ${entries.length} stacks (${entries.map(([name]) => name).join(", ")}); a region stack is exactly one Region; keep one`,
        ]
      : [],
  );
}

function registryFaults(stacks: Stacks, registryRegion: string): string[] {
  const regions = Object.values(stacks).map((stack) => stack.region);
  if (regions.includes(registryRegion)) return [];
  return [
    `registryRegion is "${registryRegion}"; it must be one of the topology's Regions (${regions.join(", ")}); choose one`,
  ];
}
