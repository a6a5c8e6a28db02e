import { HomeError } from "./errors";
import type { Home, HomeEndpoint } from "./types";

/** What a response is held against. */
export interface LookupRule {
  /** The configured lookup's origin. */
  lookup: string;
  /** What was asked for: slug or opaque id. */
  organization: string;
  jurisdictions?: readonly string[] | undefined;
}

const text = (value: unknown): value is string => typeof value === "string" && value !== "";
const like = (pattern: RegExp) => (value: unknown) => text(value) && pattern.test(value);
const seconds = (value: unknown) => typeof value === "number" && value >= 0 && value < 1e10;

const fields: Partial<Record<keyof Home, (value: any) => boolean>> = {
  organization: text,
  jurisdiction: like(/^[A-Z]{2,8}$/),
  state: like(/^(active|moving|suspended)$/),
  version: (value) => Number.isSafeInteger(value) && value > 0,
  ttlSeconds: seconds,
  staleIfErrorSeconds: seconds,
  endpoints: (value) => Array.isArray(value) && value.length > 0 && value.length < 17,
  notice: (value) => !value || text(value.code),
};
const isRegion = like(/^[a-z]+(-[a-z]+)+-\d+$/);

/**
 * The response, if it keeps every rule: https and wss only, hosts of its own jurisdiction under the lookup's domain,
 * sign-in in one of its own Regions, a jurisdiction that the app allows. Throws HomeError `response-refused`.
 * Whatever it was read from (network, storage) is not to be trusted before this.
 */
export function checkResponse(value: unknown, rule: LookupRule): Home {
  const response = (value ?? {}) as Home;
  for (const [name, isRight] of Object.entries(fields)) {
    const found = response[name as keyof Home];
    hold(isRight(found), name, found);
  }
  const { organization, jurisdiction, endpoints } = response;
  hold(!rule.organization.startsWith("org_") || organization === rule.organization, "organization", organization);
  hold(!rule.jurisdictions || rule.jurisdictions.includes(jurisdiction), "jurisdiction", jurisdiction);
  // Names are made from the jurisdiction and the configured domain, so that the response can choose nothing.
  const domain = rule.lookup.slice("https://api.".length);
  for (const endpoint of endpoints) {
    const { region, role, api, websocket } = endpoint ?? ({} as HomeEndpoint);
    hold(isRegion(region), "region", region);
    hold(role === "primary" || role === "standby", "role", role);
    const isOwn = (url: string, scheme: string, service: string) => {
      const host = `${jurisdiction.toLowerCase()}.${service}.${domain}`;
      return url === `${scheme}://${host}` || url === `${scheme}://${region}.${host}`;
    };
    hold(isOwn(api, "https", "api"), "api", api);
    hold(isOwn(websocket, "wss", "ws"), "websocket", websocket);
  }
  const { issuer } = response.identity ?? {};
  const regions = endpoints.map(({ region }) => region).join("|");
  hold(like(RegExp(`^https://[a-z-]+\\.(${regions})\\.amazonaws\\.com/`))(issuer), "issuer", issuer);
  return response;
}

/**
 * Whether `next` may take the place of `known`: the same organization, a version that does not go back, and
 * another jurisdiction only with a higher version. Throws HomeError `response-refused`.
 */
export function checkSuccessor(known: Home, next: Home): void {
  hold(next.organization === known.organization, "organization", next.organization);
  hold(next.version >= known.version, "version", next.version);
  hold(next.version > known.version || next.jurisdiction === known.jurisdiction, "jurisdiction", next.jurisdiction);
}

/** True for an origin that a lookup can have: `https://api.<domain>`, since everything else is named after `<domain>`. */
export const isLookupOrigin = like(/^https:\/\/api(\.[a-z0-9-]+){2,}(:\d+)?$/);

/** `reason` is the name of the field that breaks its rule. */
function hold(rule: boolean, reason: string, found: unknown): void {
  if (!rule) {
    throw new HomeError("response-refused", `the response's ${reason} is ${JSON.stringify(found)}`, {
      reason,
      found,
    });
  }
}
