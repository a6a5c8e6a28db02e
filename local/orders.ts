/** Operators' orders in a running twin: where whoever runs it gives them, and what holds now. */
import type { Graph } from "../graph/graph";
import { type EvacuationRow, evacuationKey, isEvacuated, regionsTable } from "../model/evacuation";
import { regionStacks, regionsOf } from "../model/topology";
import type { DynamoDb } from "./dynamodb/types";
import type { Credentials } from "./iam/types";

/** Jurisdiction → physical name of its table, as the stacks declare it. */
function tablesOf(graph: Graph): Record<string, string> {
  const tables = graph
    .ofType("aws:dynamodb/table:Table")
    .filter(({ outputs }) => String(outputs.name).endsWith(`-${regionsTable}`));
  return Object.fromEntries(
    tables.flatMap(({ stack, outputs }) => {
      const entry = regionStacks[stack];
      return entry ? [[entry.jurisdiction, String(outputs.name)]] : [];
    }),
  );
}

const runningRegions = (graph: Graph) => graph.stacks.flatMap(({ stack }) => regionStacks[stack] ?? []);

/** For `npm run region`: `orders` of `GET /api/endpoints`. */
export function ordersOf(graph: Graph, dynamoDb: Pick<DynamoDb, "endpoint">, credentials: Credentials) {
  return {
    domain: String(graph.outputsOf("global").domain),
    tables: tablesOf(graph),
    dynamoDb: Object.fromEntries(runningRegions(graph).map(({ region }) => [region, dynamoDb.endpoint(region)])),
    credentials,
  };
}

/** Region → the order that evacuates it, as any replica of its jurisdiction has it. */
export async function evacuationsOf(
  graph: Graph,
  dynamoDb: Pick<DynamoDb, "peek">,
): Promise<Record<string, Omit<EvacuationRow, "state">>> {
  const tables = tablesOf(graph);
  const found = await Promise.all(
    runningRegions(graph).map(async ({ region, jurisdiction }) => {
      const table = tables[jurisdiction];
      const key = { pk: { S: evacuationKey(region) } };
      const rows = table ? await Promise.all(regionsOf(jurisdiction).map((at) => dynamoDb.peek(table, at, key))) : [];
      const row = rows.find((item) => item && isEvacuated({ state: item.state?.S }));
      return row ? [[region, { since: String(row.since?.S), by: String(row.by?.S) }] as const] : [];
    }),
  );
  return Object.fromEntries(found.flat());
}
