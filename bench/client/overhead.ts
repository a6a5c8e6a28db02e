/** What a warm call costs beyond the fetch that it makes. */
import { createHomeCore } from "../../client/core";
import { homeResponse, lookup } from "../../tests/support/home-response";

export interface Row {
  name: string;
  value: number;
  unit: string;
  goal?: string;
  met?: boolean;
}

const calls = 10_000;
const rounds = 9;

/** Median over rounds of the mean of many calls, one after another, with a fetch that answers at once. */
export async function overhead(): Promise<Row[]> {
  const response = async (input: string | URL | Request) =>
    String(input).startsWith(`${lookup}/`) ? Response.json(homeResponse()) : new Response(null, { status: 204 });
  const home = createHomeCore({ lookup, organization: "acme", getToken: () => "token", fetch: response });
  const url = "https://ca.api.example.com/v1/profile";
  const plain: number[] = [];
  const ours: number[] = [];
  for (let round = 0; round < rounds; round++) {
    plain.push(await mean(() => response(url)));
    ours.push(await mean(() => home.fetch("/v1/profile")));
  }
  const added = median(ours) - median(plain);
  return [{ name: "added to a warm call", value: round(added), unit: "µs", goal: "≤ 50", met: added <= 50 }];
}

/** Microseconds a call. */
async function mean(run: () => Promise<unknown>): Promise<number> {
  const start = process.hrtime.bigint();
  for (let call = 0; call < calls; call++) {
    await run();
  }
  return Number(process.hrtime.bigint() - start) / 1000 / calls;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
const round = (value: number) => Math.round(value * 10) / 10;
