import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { acceleratorZoneIds } from "../../model/availability-zones";
import { countryOfRegion } from "../../model/aws-regions";

const root = resolve(__dirname, "../..");

/** A copy of the project with `count` Regions, each a jurisdiction of its own where its country has no primary yet. */
export function projectWith(count: number): { root: string; stacks: string[]; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), "home-region-bench-"));
  for (const part of [
    "cli",
    "model",
    "infra",
    "functions",
    "package.json",
    "tsconfig.json",
    "Pulumi.yaml",
    "Pulumi.global.yaml",
  ]) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const regions = Object.keys(countryOfRegion).filter(
    (region) => region !== "ca-central-1" && acceleratorZoneIds(region).length > 1,
  );
  const chosen = ["ca-central-1", ...regions].slice(0, count);
  const jurisdictions = chosen.map((region, index) => [
    `X${index}`,
    { name: region, countries: [countryOfRegion[region]] },
  ]);
  const stacks = chosen.map((region, index) => [
    region,
    { region, jurisdiction: `X${index}`, role: "primary", network: `10.${16 + index}.0.0/16` },
  ]);
  const topology = join(folder, "model/topology.ts");
  const text = readFileSync(topology, "utf8")
    .replace(
      /export const jurisdictions = \{[\s\S]*?\n\} as const/,
      `export const jurisdictions = ${JSON.stringify(Object.fromEntries(jurisdictions))} as const`,
    )
    .replace(
      /regionStacks: [^=]*= \{[\s\S]*?\n\};/,
      `regionStacks: any = ${JSON.stringify(Object.fromEntries(stacks))};`,
    );
  writeFileSync(topology, text);
  for (const region of chosen) {
    writeFileSync(join(folder, `Pulumi.${region}.yaml`), `config:\n  aws:region: ${region}\n`);
  }
  return { root: folder, stacks: chosen, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
