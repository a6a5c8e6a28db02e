/** What a client asks for, taken apart and checked. Pure. */
import { domainToASCII } from "node:url";
import { type JsonIssue, pointer } from "../../model/json-issue";
import {
  emailDomainKey,
  emailDomainPattern,
  organizationIdPattern,
  organizationKey,
  slugKey,
  slugPattern,
} from "../../model/registry";
import { objectIn, unknownFields } from "../shared/body";
import type { Asked } from "../shared/directory";

/** By slug or opaque id, in any case. Undefined where it can be neither. */
export function byOrganization(text: string, hashSecret: string): Asked | undefined {
  const name = text.trim().toLowerCase();
  if (organizationIdPattern.test(name)) {
    return { name, id: name, key: () => organizationKey(name) };
  }
  if (slugPattern.test(name)) {
    return { name: `slug:${name}`, key: () => slugKey(hashSecret, name) };
  }
  return undefined;
}

/** By e-mail domain, in any case, also as users write international ones. Undefined where it is no domain. */
export function byEmailDomain(text: string, hashSecret: string): Asked | undefined {
  const typed = text.trim();
  // An address would be personal data: it is refused, not cut.
  if (/[@:/\\?#[\]%\s]/.test(typed)) {
    return undefined;
  }
  const domain = domainToASCII(typed.replace(/\.$/, ""));
  return emailDomainPattern.test(domain)
    ? { name: `email:${domain}`, key: () => emailDomainKey(hashSecret, domain) }
    : undefined;
}

/** The `organizations` of a batch, or every issue of its body. */
export function batchOf(body: Buffer, most: number): { organizations: string[] } | { issues: JsonIssue[] } {
  const read = objectIn(body, '{"organizations":["acme"]}');
  if ("issues" in read) {
    return read;
  }
  const { organizations } = read.object;
  const issues = [...unknownFields(read.object, ["organizations"]), ...listIssues(organizations, most)];
  return issues.length > 0 ? { issues } : { organizations: organizations as string[] };
}

function listIssues(organizations: unknown, most: number): JsonIssue[] {
  const where = "/organizations";
  if (!Array.isArray(organizations)) {
    return [{ pointer: where, detail: `must be a list of 1 to ${most} slugs or ids` }];
  }
  if (organizations.length < 1 || organizations.length > most) {
    return [{ pointer: where, detail: `has ${organizations.length} entries; 1 to ${most} are allowed` }];
  }
  return organizations.flatMap((name, index) => {
    const found = name === null ? "null" : typeof name;
    return found === "string" ? [] : [{ pointer: pointer(where, index), detail: `is ${found}; send a string` }];
  });
}
