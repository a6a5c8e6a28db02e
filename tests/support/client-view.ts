/** What a client meets in a twin in which something fails, and the control API that makes it so. */
import assert from "node:assert/strict";
import type { ClientRequest } from "../../local/device/client";
import type { WaitingWrites } from "../../local/dynamodb/types";
import type { Twin } from "../../local/twin";
import type { Person } from "./twin";

/** Longer than any answer that comes, shorter than any timeout in the way of it. Twin ms. */
const timeoutMs = 6_000;

export interface Met {
  /** The status, or the code of the network's error. */
  status: number | string;
  body: string;
  ms: number;
  /** Each hop: service, Region, action, outcome. */
  hops: string;
}

export async function meet(person: Person, url: string, options: ClientRequest = {}): Promise<Met> {
  const { clock, ledger } = person.twin.context;
  const from = clock.now();
  const trace = ledger.open(person.place);
  const { status, body } = await person.client
    .request(url, { timeoutMs, trace, ...options })
    .catch((error) => ({ status: String(error.code), body: "" }));
  const hops = ledger
    .trace(trace)!
    .hops.map(({ service, region, action, outcome }) => `${service} ${region} ${action}: ${outcome}`);
  return { status, body: String(body), ms: clock.now() - from, hops: hops.join("\n") };
}

export async function callApi(twin: Twin, path: string, body?: object, method = body ? "POST" : "GET"): Promise<any> {
  const sent = body ? { headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {};
  const response = await fetch(`${twin.url}${path}`, { method, ...sent });
  const text = await response.text();
  assert.ok(response.ok, text);
  return text === "" ? undefined : JSON.parse(text);
}

/** A profile of a new user of an organization. */
export async function saveProfile(person: Person, organization: string, url: string): Promise<void> {
  const authorization = `Bearer ${await person.signIn(organization)}`;
  const headers = { authorization, "content-type": "application/json", "if-none-match": "*" };
  const body = JSON.stringify({ preferences: { theme: "dark" } });
  const saved = await meet(person, url, { method: "PUT", headers, body });
  assert.ok([200, 201, 204].includes(Number(saved.status)), `${saved.status} ${saved.body}`);
}

/** Writes that wait to be replicated from one Region to another; other links have some on their way, now and then. */
export async function writesWaiting(twin: Twin, from: string, to: string): Promise<number> {
  const { replication } = await callApi(twin, "/api/state");
  const links = (replication as WaitingWrites[]).filter((link) => link.from === from && link.to === to);
  return links.reduce((sum, { writes }) => sum + writes, 0);
}
