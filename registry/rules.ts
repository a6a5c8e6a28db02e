/** What one line of a file may say. Pure: a record in, an organization or its issues out. */
import { domainToASCII } from "node:url";
import { emailDomainPattern, slugPattern } from "../model/registry";
import { type JurisdictionCode, jurisdictionOfCountry, jurisdictions, servedJurisdictions } from "../model/topology";
import { type Issue, quote } from "./issue";

/** A line as it was read, before any judgement. `emailDomains` undefined means that the file does not speak of them. */
export interface Entry {
  line: number;
  organization: string;
  jurisdiction: string;
  country: string;
  emailDomains: readonly string[] | undefined;
}

/** What a line asks for. `emailDomains` undefined leaves the registered ones as they are. */
export interface Wanted {
  line: number;
  slug: string;
  jurisdiction: JurisdictionCode;
  emailDomains: readonly string[] | undefined;
}

/**
 * A transaction takes 100 items: two rows of the organization itself, the rest are its domains.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export const maxEmailDomains = 98;

const countryNames = new Intl.DisplayNames("en", { type: "region", fallback: "none" });

/** Judges one entry alone. */
export function judge(entry: Entry): { wanted: Wanted } | { issues: Issue[] } {
  const issues: Issue[] = [];
  const issue = (column: string, found: string, allowed: string, fix: string) =>
    issues.push({ line: entry.line, column, found, allowed, fix });

  if (!slugPattern.test(entry.organization)) {
    issue(
      "organization",
      quote(entry.organization),
      "1 to 63 lower case letters, digits and inner hyphens",
      suggestedSlug(entry.organization),
    );
  }
  const jurisdiction = judgeJurisdiction(entry, issue);
  const emailDomains = entry.emailDomains && judgeEmailDomains(entry.emailDomains, issue);
  if (issues.length > 0 || !jurisdiction) {
    return { issues };
  }
  return { wanted: { line: entry.line, slug: entry.organization, jurisdiction, emailDomains } };
}

type Report = (column: string, found: string, allowed: string, fix: string) => void;

function judgeJurisdiction({ jurisdiction, country }: Entry, issue: Report): JurisdictionCode | undefined {
  const served = servedJurisdictions();
  const list = served.join(", ");
  if (country !== "" && !isCountry(country)) {
    issue("country", quote(country), "an ISO 3166-1 alpha-2 code, such as CA", "write the two-letter code in capitals");
    return undefined;
  }
  if (jurisdiction !== "") {
    const found = served.find((code) => code === jurisdiction);
    if (found) {
      return found;
    }
    const known = jurisdiction in jurisdictions;
    issue(
      "jurisdiction",
      known ? `${quote(jurisdiction)}, which no stack serves` : quote(jurisdiction),
      list,
      known
        ? "add its Regions to model/topology.ts (docs/adding-a-region.md), or choose another"
        : `write ${served.join(" or ")}`,
    );
    return undefined;
  }
  const implied = jurisdictionOfCountry(country);
  if (implied && served.includes(implied)) {
    return implied;
  }
  if (country === "") {
    issue("jurisdiction", "nothing", list, "write it, or a country that is inside one of them");
  } else {
    issue(
      "jurisdiction",
      `nothing, and country ${quote(country)} is ${implied ? `in ${implied}, which no stack serves` : "in no jurisdiction of the topology"}`,
      list,
      "write the jurisdiction that the contract with this organization names",
    );
  }
  return undefined;
}

// "ZZ" has a name in Unicode's data, though it stands for no country.
const isCountry = (code: string) => /^[A-Z]{2}$/.test(code) && code !== "ZZ" && countryNames.of(code) !== undefined;

function judgeEmailDomains(domains: readonly string[], issue: Report): string[] {
  const accepted = new Set<string>();
  for (const domain of domains) {
    const ascii = domainToASCII(domain.trim());
    if (!emailDomainPattern.test(ascii)) {
      issue("emailDomains", quote(domain), "a domain name such as acme.example", "write what stands after the @");
    } else if (accepted.has(ascii)) {
      issue("emailDomains", `${quote(domain)} twice`, "each domain once", `remove the second ${ascii}`);
    }
    accepted.add(ascii);
  }
  if (accepted.size > maxEmailDomains) {
    issue("emailDomains", `${accepted.size} domains`, `at most ${maxEmailDomains}`, "leave out the least used");
  }
  return [...accepted];
}

function suggestedSlug(found: string): string {
  const slug = found
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replaceAll(/^-|-$/g, "");
  return slug === "" ? "write a name of such characters" : `write ${slug}`;
}

/** Finds what two lines of one file claim both. Holds every slug and domain, not every line. */
export class Duplicates {
  readonly #slugs = new Map<string, number>();
  readonly #domains = new Map<string, number>();

  /** Issues of `wanted` against the lines before it. */
  against({ line, slug, emailDomains = [] }: Wanted): Issue[] {
    const issues: Issue[] = [];
    const claim = (column: string, seen: Map<string, number>, value: string) => {
      const first = seen.get(value);
      if (first === undefined) {
        seen.set(value, line);
      } else {
        issues.push({
          line,
          column,
          found: `${quote(value)}, already in line ${first}`,
          allowed: "each once in a file",
          fix: `remove it from line ${first} or from this one`,
        });
      }
    };
    claim("organization", this.#slugs, slug);
    for (const domain of emailDomains) {
      claim("emailDomains", this.#domains, domain);
    }
    return issues;
  }
}
