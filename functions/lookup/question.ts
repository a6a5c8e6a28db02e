/** What a client asks for, taken apart and checked. Pure. */
import { domainToASCII } from "node:url";
import {
  emailDomainKey,
  emailDomainPattern,
  organizationIdPattern,
  organizationKey,
  slugKey,
  slugPattern,
} from "../../model/registry";
import type { Asked } from "../shared/directory";

/** By slug or opaque id, in any case. Undefined where it can be neither. */
export function byOrganization(text: string, hashKey: string): Asked | undefined {
  const name = text.trim().toLowerCase();
  if (organizationIdPattern.test(name)) return { name, id: name, key: () => organizationKey(name) };
  if (slugPattern.test(name)) return { name: `slug:${name}`, key: () => slugKey(hashKey, name) };
  return undefined;
}

/** By e-mail domain, in any case, also as users write international ones. Undefined where it is no domain. */
export function byEmailDomain(text: string, hashKey: string): Asked | undefined {
  const typed = text.trim();
  // An address would be personal data: it is refused, not cut.
  if (/[@:/\\?#[\]%\s]/.test(typed)) return undefined;
  const domain = domainToASCII(typed.replace(/\.$/, ""));
  return emailDomainPattern.test(domain)
    ? { name: `email:${domain}`, key: () => emailDomainKey(hashKey, domain) }
    : undefined;
}

export interface Fault {
  /** JSON pointer (RFC 6901) into the body. */
  pointer: string;
  detail: string;
}

/** The `organizations` of a batch, or every fault of its body. */
export function batchOf(body: Buffer, most: number): { organizations: string[] } | { faults: Fault[] } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString("utf8"));
  } catch {
    return { faults: [{ pointer: "", detail: 'is not JSON; send {"organizations":["acme"]}' }] };
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed))
    return { faults: [{ pointer: "", detail: 'must be an object; send {"organizations":["acme"]}' }] };
  const { organizations, ...others } = parsed as { organizations?: unknown };
  const faults: Fault[] = Object.keys(others).map((key) => ({
    pointer: `/${key.slice(0, 64).replaceAll("~", "~0").replaceAll("/", "~1")}`,
    detail: "is not known; leave it out",
  }));
  if (!Array.isArray(organizations))
    faults.push({ pointer: "/organizations", detail: `must be a list of 1 to ${most} slugs or ids` });
  else if (organizations.length < 1 || organizations.length > most)
    faults.push({ pointer: "/organizations", detail: `has ${organizations.length} entries; 1 to ${most} are allowed` });
  else
    for (const [at, one] of organizations.entries())
      if (typeof one !== "string")
        faults.push({
          pointer: `/organizations/${at}`,
          detail: `is ${one === null ? "null" : typeof one}; send a string`,
        });
  return faults.length > 0 ? { faults } : { organizations: organizations as string[] };
}
