/** The organizations that a twin starts with: imported into its registry, and remembered by the names that people use. */
import type { Graph } from "../graph/graph";
import { organizationKey } from "../model/registry";
import { jurisdictionOfCountry, registryRegion } from "../model/topology";
import { importOrganizations, type Progress } from "../registry/import";
import { openSource, readEntries } from "../registry/read";
import type { RegistryTarget } from "../registry/target";
import type { DynamoDb } from "./dynamodb/types";

/** An organization as people know it; the registry knows keyed hashes only. */
export interface OrganizationSummary {
  slug: string;
  /** ISO 3166-1 alpha-2. */
  country: string;
  jurisdiction: string;
}

/** Imports a CSV or NDJSON file. Throws as `importOrganizations` does; a file with issues imports nothing. */
export async function importInto(
  registry: RegistryTarget,
  file: string,
  options: { signal?: AbortSignal; onProgress?: (done: number, total: number) => void },
): Promise<OrganizationSummary[]> {
  const onProgress = ({ phase, done, total }: Progress) => {
    if (phase === "write") {
      options.onProgress?.(done, total ?? done);
    }
  };
  await importOrganizations(registry, file, { onProgress, ...(options.signal && { signal: options.signal }) });
  return readSummaries(file);
}

async function readSummaries(file: string): Promise<OrganizationSummary[]> {
  const summaries: OrganizationSummary[] = [];
  for await (const line of readEntries(await openSource(file))) {
    if (!("entry" in line)) {
      continue;
    }
    const { organization: slug } = line.entry;
    const country = line.entry.country.toUpperCase();
    const jurisdiction = line.entry.jurisdiction.toUpperCase() || jurisdictionOfCountry(country);
    if (jurisdiction) {
      summaries.push({ slug, country, jurisdiction });
    }
  }
  return summaries;
}

/** The home jurisdiction of an opaque id in the registry's truth: as it is where it is written. */
export async function homeOf(
  dynamodb: Pick<DynamoDb, "peek">,
  graph: Graph,
  organization: string,
): Promise<string | undefined> {
  const table = String(graph.outputsOf("global").registryTableName);
  const row = await dynamodb.peek(table, registryRegion, { pk: { S: organizationKey(organization) } });
  return row?.jurisdiction?.S;
}
