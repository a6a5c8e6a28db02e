/**
 * Ten thousand requests a second for a minute and a half at what the stacks declare: who is served in the first ten seconds, and in
 * the last. Time is simulated by the rules that the twin runs on; functions answer at once.
 */
import { Graph } from "../graph/graph";
import { longestLagMs, usualLagMs } from "../local/waf/rules/rate";
import { type Flood, flooded } from "../tests/support/flood";
import { evaluatedStacks } from "../tests/support/stacks";
import { type BenchResult, type Row, round } from "./support/result";

const madeUp: [string, string][] = [["Authorization", "Bearer made.up.token"]];
const floods: readonly [string, Pick<Flood, "entrance" | "method" | "path" | "headers">][] = [
  ["GET /healthz", { entrance: "api", method: "GET", path: "/healthz" }],
  ["made-up tokens", { entrance: "api", method: "GET", path: "/v1/profile", headers: madeUp }],
  ["OPTIONS", { entrance: "api", method: "OPTIONS", path: "/v1/profile" }],
  ["POST /v1/homes", { entrance: "lookup", method: "POST", path: "/v1/homes" }],
];
const rate = 10_000;

export async function run(): Promise<BenchResult> {
  const graph = new Graph(await evaluatedStacks());
  const rows: Row[] = [];
  for (const region of ["ca-central-1", "ca-west-1"]) {
    for (const [what, flood] of floods) {
      for (const addresses of [10, 10_000]) {
        const name = `${region}, ${what} from ${addresses.toLocaleString("en-US")} addresses`;
        // Only where few take part is there somebody to block; ca-west-1's quota is a quarter of this flood.
        const bounded = addresses === 10 && region === "ca-central-1";
        rows.push(...(await rowsOf(name, graph, { region, addresses, rate, seconds: 60, ...flood }, bounded)));
      }
    }
  }
  const [what, flood] = floods[1]!;
  const late = { region: "ca-central-1", addresses: 10, rate, seconds: (longestLagMs + usualLagMs) / 1000, ...flood };
  rows.push(
    ...(await rowsOf(`${what}, where WAF knows after three minutes`, graph, { ...late, lagMs: longestLagMs }, true)),
  );
  return { title: "Ten thousand requests a second", rows };
}

async function rowsOf(name: string, graph: Graph, flood: Flood, bounded: boolean): Promise<Row[]> {
  const courses = await flooded(graph, flood);
  const [first, last] = [courses[0]!, courses.at(-1)!];
  const percent = (share: number) => round(100 * share, 0);
  const row = (what: string, value: number, goal?: boolean): Row => ({
    name: `${name}: ${what}`,
    value,
    unit: "%",
    ...(goal !== undefined && { goal: "≥ 95", met: goal }),
  });
  return [
    row("users served at first", percent(first.users)),
    row("users served at last", percent(last.users), bounded ? last.users >= 0.95 : undefined),
    {
      name: `${name}: seconds in which Route 53 finds the Region unhealthy`,
      value: 10 * courses.filter(({ healthy }) => !healthy).length,
      unit: "s",
      ...(bounded && { goal: "0", met: courses.every(({ healthy }) => healthy) }),
    },
  ];
}
