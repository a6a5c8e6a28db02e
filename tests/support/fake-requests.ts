/** Invented requests: lookups, sign-ins and profiles that leave hops in the ledger as the real ones do. */

import type { Hop, Place } from "../../local/context";
import type { OpenDevice, Requester, RequestOptions, Response } from "../../local/journey/requester";
import { nearestEdge, roundTripMs } from "../../local/network/round-trip";
import type { OrganizationSummary } from "../../local/organizations";
import { apiHost, lookupHost, registryTableName } from "../../model/names";
import { jurisdictionOf, regionsOf } from "../../model/topology";
import { domain, type FakeContext, type FakeRouting } from "./fake-routing";

export const organizations: OrganizationSummary[] = [
  { slug: "acme", country: "CA", jurisdiction: "CA" },
  { slug: "maple-bank", country: "CA", jurisdiction: "CA" },
  { slug: "northern-clinic", country: "CA", jurisdiction: "CA" },
  { slug: "globex", country: "US", jurisdiction: "US" },
  { slug: "initech", country: "US", jurisdiction: "US" },
];
const ttlMs = 20_000;

type Note = (hop: Partial<Hop> & Pick<Hop, "service" | "resource" | "action">) => void;

export function fakeRequests(context: FakeContext, { far, lookupRegion, servingRegion }: FakeRouting): OpenDevice {
  const { clock, faults, ledger, network } = context;
  /** What a place's resolver keeps for its TTL. */
  const kept = new Map<string, { region: string; until: number }>();
  function cachedRegion(jurisdiction: string, from: string): string {
    const key = `${from} ${jurisdiction}`;
    const known = kept.get(key);
    if (known && known.until > clock.now()) {
      return known.region;
    }
    const region = servingRegion(jurisdiction);
    kept.set(key, { region, until: clock.now() + ttlMs });
    return region;
  }

  const open: OpenDevice = (place) => ({ request: requester(network.place(place)), close: () => {} });
  const requester =
    (from: Place): Requester =>
    async (options) => {
      const url = new URL(options.url);
      const note: Note = (hop) =>
        ledger.hop({
          trace: options.trace,
          ms: 1,
          place: from.name,
          region: null,
          dataClass: "routing",
          outcome: "ok",
          ...hop,
        });
      note({ service: "route53", resource: url.host, action: "resolve", ms: 12 });
      if (url.host === lookupHost(domain)) {
        return lookup(options, from, note);
      }
      const jurisdiction = /^([a-z]+)\.api\./.exec(url.host)?.[1]?.toUpperCase();
      const region = jurisdiction ? cachedRegion(jurisdiction, from.name) : url.host.split(".")[1]!;
      return data(options, region, from, note);
    };

  async function lookup({ url, trace }: RequestOptions, from: Place, note: Note): Promise<Response> {
    const region = lookupRegion(from);
    const edge = nearestEdge(from);
    const slug = new URL(url).pathname.split("/")[3]!;
    const organization = organizations.find((organization) => organization.slug === slug);
    await clock.sleep(far(from, region));
    note({
      service: "global-accelerator",
      resource: "lookup",
      action: "forward",
      place: edge.name,
      ms: roundTripMs(from, edge),
    });
    note({ service: "load-balancer", resource: "lookup", action: "GET /home", place: region, region, ms: 2 });
    note({ service: "lambda", resource: "lookup", action: "invoke", place: region, region, ms: 9 });
    note({
      service: "dynamodb",
      resource: registryTableName("home-region"),
      action: "GetItem",
      place: region,
      region,
      ms: 4,
    });
    if (!organization) {
      return response(404, { code: "organization-unknown", detail: `no organization "${slug}"` });
    }
    const { jurisdiction } = organization;
    ledger.about(trace, slug, jurisdiction);
    const [primary] = regionsOf(jurisdiction);
    return response(200, {
      organization: slug,
      jurisdiction,
      state: "active",
      endpoints: [{ region: primary, role: "primary", api: `https://${apiHost(jurisdiction, domain)}`, websocket: "" }],
      identity: { issuer: `https://cognito-idp.${primary}.amazonaws.com/pool`, userPoolId: "pool", clientId: "client" },
      version: 1,
      ttlSeconds: 300,
      staleIfErrorSeconds: 86400,
      notice: null,
    });
  }

  async function data(
    { url, method, headers, body, trace }: RequestOptions,
    region: string,
    from: Place,
    note: Note,
  ): Promise<Response> {
    const jurisdiction = jurisdictionOf(region)!;
    const organization = /org:([a-z-]+)/.exec(`${headers?.authorization} ${body}`)?.[1];
    if (organization) {
      ledger.about(trace, organization, organizations.find((item) => item.slug === organization)!.jurisdiction);
    }
    if (faults.isDown(region)) {
      await clock.sleep(3000);
      note({
        service: "client",
        resource: new URL(url).host,
        action: `${method} ${new URL(url).pathname}`,
        ms: 3000,
        dataClass: "personal",
        outcome: "refused: ETIMEDOUT",
      });
      throw Object.assign(new Error(`no response from ${region}`), { code: "ETIMEDOUT" });
    }
    const travel = far(from, region);
    await clock.sleep(travel + faults.delayMs(region));
    const personal = { place: region, region, dataClass: "personal" } as const;
    if (url.includes("cognito")) {
      note({ service: "cognito", resource: `users-${jurisdiction}`, action: "InitiateAuth", ms: 40, ...personal });
    } else {
      note({ service: "api-gateway", resource: "api", action: `${method} /v1/profile`, ms: 3, ...personal });
      note({ service: "lambda", resource: "profile", action: "invoke", ms: 8, ...personal });
      note({
        service: "dynamodb",
        resource: `profiles-${jurisdiction}`,
        action: method === "PUT" ? "PutItem" : "GetItem",
        ms: 4,
        ...personal,
      });
    }
    note({
      service: "client",
      resource: new URL(url).host,
      action: "answer",
      ms: travel,
      dataClass: "personal",
      outcome: "200",
    });
    if (url.includes("cognito")) {
      const tokens = {
        AccessToken: `org:${organization}`,
        RefreshToken: `refresh-org:${organization}`,
        ExpiresIn: 900,
      };
      return response(200, { AuthenticationResult: tokens });
    }
    return response(200, { preferences: {}, version: 1 });
  }

  return open;
}

const response = (status: number, body: unknown): Response => ({
  status,
  headers: { etag: '"1"' },
  body: JSON.stringify(body),
});
