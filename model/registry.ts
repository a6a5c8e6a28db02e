/**
 * The registry's rows: the one table that lives in every jurisdiction, so it holds opaque ids and keyed hashes only.
 *
 * | pk                    | written by            | attributes |
 * |-----------------------|-----------------------|------------|
 * | `org#<id>`            | ops/organizations     | organization, jurisdiction, state, version, notice?, slugHash, emailHashes |
 * | `slug#<hash>`         | ops/organizations     | organization, jurisdiction, state, version, notice? |
 * | `email#<hash>`        | ops/organizations     | organization, jurisdiction, state, version, notice? |
 * | `region#<aws region>` | that Region's stack   | region, jurisdiction, issuer, userPoolId, clientId |
 *
 * The three rows of an organization carry the same home, so that every lookup is one read. They are written in one
 * transaction in `registryRegion`. A `region#` row has one writer, its own Region's stack, through its own replica.
 */
import { createHmac } from "node:crypto";

export const organizationStates = ["active", "moving", "suspended"] as const;
export type OrganizationState = (typeof organizationStates)[number];

/** Something that users of an organization should know. `since` is ISO 8601. */
export interface Notice {
  code: string;
  message: string;
  since: string;
}

/** Where an organization lives. `organization` is its opaque id. `version` grows by one with every change. */
export interface HomeRow {
  organization: string;
  jurisdiction: string;
  state: OrganizationState;
  version: number;
  notice: Notice | null;
}

/** What clients must know of a Region and only its stack knows. */
export interface RegionRow {
  region: string;
  jurisdiction: string;
  issuer: string;
  userPoolId: string;
  clientId: string;
}

/** Opaque ids look like this, slugs never do: `org_` and 26 letters and digits of Crockford's base 32, lower case. */
export const organizationIdPattern = /^org_[0-9a-hjkmnp-tv-z]{26}$/;
/** What users call an organization: lower case letters, digits and inner hyphens, 1 to 63 characters. */
export const slugPattern = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** A domain name of at least two labels, lower case ASCII (IDNs as punycode), at most 253 characters. */
export const emailDomainPattern =
  /^(?=.{4,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/** Keyed so that nobody with the table alone can find out which customers it lists by hashing a list of names. */
export function keyedHash(key: string, value: string): string {
  return createHmac("sha256", key).update(value).digest("base64url");
}

export const organizationKey = (id: string) => `org#${id}`;
export const slugKey = (hashSecret: string, slug: string) => `slug#${keyedHash(hashSecret, `slug:${slug}`)}`;
export const emailDomainKey = (hashSecret: string, domain: string) =>
  `email#${keyedHash(hashSecret, `email:${domain}`)}`;
export const regionKey = (region: string) => `region#${region}`;
