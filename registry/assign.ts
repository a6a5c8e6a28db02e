import { type ImportOptions, type ImportReport, writeOrganizations } from "./import";
import { ImportError } from "./issue";
import { judge } from "./rules";
import type { RegistryTarget } from "./target";

/**
 * Gives one organization its home. `emailDomains` undefined leaves its domains as they are. Throws as an import does:
 * an organization whose home is elsewhere is not moved by this.
 */
export async function assign(
  target: RegistryTarget,
  slug: string,
  jurisdiction: string,
  emailDomains: readonly string[] | undefined,
  options: ImportOptions = {},
): Promise<ImportReport> {
  const judged = judge({ line: 1, organization: slug, jurisdiction, country: "", emailDomains });
  if ("issues" in judged) {
    throw new ImportError(`assign ${slug}`, judged.issues);
  }
  return writeOrganizations(target, [judged.wanted], `assign ${slug}`, options);
}
