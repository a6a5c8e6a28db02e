/** Asks the deployed system as a client would: over the internet, by name. No AWS credentials are needed. */
import { apiHost, regionalApiHost } from "../../model/names";
import { regionStacks, servedJurisdictions } from "../../model/topology";
import type { HealthReport } from "./report";

const limitMs = 5000;

/** `get` is for tests. */
export async function awsHealth(domain: string, get: typeof fetch = fetch): Promise<HealthReport> {
  const regions = Object.entries(regionStacks).map(async ([stack, { region, jurisdiction, role }]) => {
    const { healthy, detail } = await ask(regionalApiHost(region, domain), get);
    return { stack, region, jurisdiction, role, healthy, detail };
  });
  const jurisdictions = servedJurisdictions().map(async (jurisdiction) => {
    const host = apiHost(jurisdiction, domain);
    const { region, detail } = await ask(host, get);
    return { jurisdiction, host, region, detail };
  });
  return {
    target: `AWS, ${domain}`,
    regions: await Promise.all(regions),
    jurisdictions: await Promise.all(jurisdictions),
  };
}

async function ask(host: string, get: typeof fetch) {
  const started = performance.now();
  const after = () => `in ${Math.round(performance.now() - started)} ms`;
  try {
    const response = await get(`https://${host}/healthz`, { signal: AbortSignal.timeout(limitMs), redirect: "error" });
    const body = (await response.json().catch(() => ({}))) as { region?: unknown };
    const region = response.ok && typeof body.region === "string" ? body.region : null;
    return { healthy: response.ok, region, detail: `${response.status} ${after()}` };
  } catch (error) {
    const cause = (error as Error).cause as { code?: string } | undefined;
    return { healthy: false, region: null, detail: `${cause?.code ?? (error as Error).name} ${after()}` };
  }
}
