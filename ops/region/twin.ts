/** The running twin, as its control API says that programs reach it: through a proxy that stands in a city, and its DynamoDB. */
import { readFile } from "node:fs/promises";
import { deviceAt } from "../shared/tunnel";
import { callTwin } from "../shared/twin";
import { answerLimitMs, type HttpAnswer, type RegionsTarget, regionClient } from "./target";

export interface TwinEndpoints {
  proxies: { place: string; url: string }[];
  caFile: string;
  orders: {
    domain: string;
    now: number;
    tables: Record<string, string>;
    dynamoDb: Record<string, string>;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
}

/** Throws InvalidInput where no twin answers. */
export async function twinRegions(twin: string): Promise<RegionsTarget> {
  const { proxies, caFile, orders } = (await callTwin(twin, "/api/endpoints")) as TwinEndpoints;
  const { domain, now, tables, dynamoDb, credentials } = orders;
  const ca = await readFile(caFile, "utf8");
  return {
    name: `the twin at ${twin}`,
    domain,
    now: () => new Date(now),
    table: (jurisdiction) => tables[jurisdiction] ?? "",
    dynamoDb: (region) => regionClient({ region, credentials, endpoint: dynamoDb[region]! }),
    get: (host, path) => through(proxies[0]!.url, ca, host, path),
  };
}

/** Rejects where nobody answers in time, or not with JSON. */
async function through(proxy: string, ca: string, host: string, path: string): Promise<HttpAnswer> {
  const device = deviceAt(proxy, ca, false);
  try {
    const { status, body } = await device.ask(`https://${host}${path}`, { signal: AbortSignal.timeout(answerLimitMs) });
    return { status, body: JSON.parse(body) as HttpAnswer["body"] };
  } finally {
    device.close();
  }
}
