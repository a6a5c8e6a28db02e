import { HomeError } from "./errors";
import type { Home, HomeEndpoint } from "./types";

/** What an answer is held against. */
export interface AnswerRule {
  /** The configured lookup's origin. */
  lookup: string;
  /** What was asked for: slug or opaque id. */
  organization: string;
  jurisdictions?: readonly string[] | undefined;
}

const origin = /^(https|wss):\/\/([a-z0-9-]+(?:\.[a-z0-9-]+)+)(:\d+)?$/;
const text = (value: unknown): value is string => typeof value === "string" && value !== "";
const seconds = (value: unknown): value is number => typeof value === "number" && value >= 0 && value < 1e10;

/**
 * The answer, if it keeps every rule: https and wss only, hosts of its own jurisdiction under the lookup's domain,
 * sign-in in one of its own Regions, a jurisdiction that the app allows. Throws HomeError `answer-refused`.
 * Whatever it was read from (network, storage) is not to be trusted before this.
 */
export function checkAnswer(value: unknown, rule: AnswerRule): Home {
  const answer = (value ?? {}) as Home;
  const { organization, jurisdiction, endpoints, identity, notice, state, version } = answer;
  hold(text(organization), "organization", organization);
  hold(!rule.organization.startsWith("org_") || organization === rule.organization, "organization", organization);
  hold(text(jurisdiction) && /^[A-Z]{2,8}$/.test(jurisdiction), "jurisdiction", jurisdiction);
  hold(rule.jurisdictions?.includes(jurisdiction) ?? true, "jurisdiction", jurisdiction);
  hold(/^(active|moving|suspended)$/.test(state), "state", state);
  hold(Number.isSafeInteger(version) && version > 0, "version", version);
  hold(seconds(answer.ttlSeconds), "ttlSeconds", answer.ttlSeconds);
  hold(seconds(answer.staleIfErrorSeconds), "staleIfErrorSeconds", answer.staleIfErrorSeconds);
  hold(Array.isArray(endpoints) && endpoints.length > 0 && endpoints.length < 17, "endpoints", endpoints);
  const [, , lookupHost, port] = origin.exec(rule.lookup) ?? [];
  const domain = lookupHost?.slice(4);
  const prefix = `${jurisdiction.toLowerCase()}.`;
  for (const endpoint of endpoints) {
    const { region, role, api, websocket } = endpoint ?? ({} as HomeEndpoint);
    hold(text(region) && /^[a-z]+(-[a-z]+)+-\d+$/.test(region), "region", region);
    hold(role === "primary" || role === "standby", "role", role);
    const names = (base: string) => [prefix + base, `${region}.${prefix}${base}`];
    hold(isAt(api, "https", names(`api.${domain}`), port), "api", api);
    hold(isAt(websocket, "wss", names(`ws.${domain}`), port), "websocket", websocket);
  }
  const issuer = (text(identity?.issuer) && /^https:\/\/([a-z0-9.-]+)(\/|$)/.exec(identity.issuer)?.[1]) || "";
  const inRegion = endpoints.some(({ region }) => issuer.split(".").includes(region));
  hold(inRegion || issuer.endsWith(`.${prefix}${domain}`), "issuer", identity?.issuer);
  hold(!notice || text(notice.code), "notice", notice);
  return answer;
}

function isAt(url: string, scheme: string, hosts: string[], port: string | undefined): boolean {
  const [, found, host, itsPort] = origin.exec(url) ?? [];
  return found === scheme && hosts.includes(host!) && itsPort === port;
}

/**
 * Whether `next` may take the place of `known`: the same organization, a version that does not go back, and
 * another jurisdiction only with a higher version. Throws HomeError `answer-refused`.
 */
export function checkSuccessor(known: Home, next: Home): void {
  hold(next.organization === known.organization, "organization", next.organization);
  hold(next.version >= known.version, "version", next.version);
  hold(next.version > known.version || next.jurisdiction === known.jurisdiction, "jurisdiction", next.jurisdiction);
}

/** True for an origin that a lookup can have: `https://api.<domain>`, since everything else is named after `<domain>`. */
export const isLookupOrigin = (value: unknown) => text(value) && /^https:\/\/api(\.[a-z0-9-]+){2,}(:\d+)?$/.test(value);

/** `reason` is the name of the field that breaks its rule. */
function hold(rule: boolean, reason: string, found: unknown): void {
  if (!rule)
    throw new HomeError(
      "answer-refused",
      `The answer about home was refused: its ${reason} is ${JSON.stringify(found)}.`,
      {
        reason,
        found,
      },
    );
}
