/** Operators' orders in a running twin: where whoever runs it gives them, and what holds now. */
import type { Graph } from "../graph/graph";
import { type EvacuationRow, evacuationKey, isEvacuated, regionsTable } from "../model/evacuation";
import { type HoldRow, heldUntil, holdKey } from "../model/hold";
import { type RegionStack, regionStacks, regionsOf } from "../model/topology";
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
export function ordersOf(graph: Graph, dynamoDb: Pick<DynamoDb, "endpoint">, credentials: Credentials, now: number) {
  return {
    now,
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
  const found = await ofRegions(graph, async ({ region, jurisdiction }) => {
    const rows = await rowsOf(graph, dynamoDb, { jurisdiction, key: evacuationKey(region) });
    return rows.find((row) => isEvacuated(row));
  });
  return Object.fromEntries(found.map(([region, { since, by }]) => [region, { since: String(since), by: String(by) }]));
}

/** Region → what keeps people away from it, as the Region that took over has it. */
export async function holdsOf(
  graph: Graph,
  dynamoDb: Pick<DynamoDb, "peek">,
  now: number,
): Promise<Record<string, Pick<HoldRow, "by" | "since" | "until">>> {
  const found = await ofRegions(graph, async ({ region, jurisdiction }) => {
    const holds = await rowsOf(graph, dynamoDb, { jurisdiction, key: holdKey(region) });
    const hold = holds.toSorted((a, b) => String(a.seen).localeCompare(String(b.seen))).at(-1);
    const [order] = hold
      ? await rowsOf(graph, dynamoDb, { jurisdiction, key: evacuationKey(region), at: hold.by })
      : [];
    return heldUntil(hold, order as unknown as EvacuationRow | undefined, now) === undefined ? undefined : hold;
  });
  return Object.fromEntries(
    found.map(([region, { by, since, until }]) => [
      region,
      { by: String(by), since: String(since), until: String(until) },
    ]),
  );
}

type Row = Record<string, string | undefined>;

async function ofRegions(
  graph: Graph,
  read: (stack: RegionStack) => Promise<Row | undefined>,
): Promise<[string, Row][]> {
  const found = await Promise.all(
    runningRegions(graph).map(async (stack) => [stack.region, await read(stack)] as const),
  );
  return found.flatMap(([region, row]) => (row ? [[region, row]] : []));
}

/** What each replica of a jurisdiction's table has under a key, or the one in `at`: those that have it. */
async function rowsOf(
  graph: Graph,
  dynamoDb: Pick<DynamoDb, "peek">,
  { jurisdiction, key, at }: { jurisdiction: string; key: string; at?: string | undefined },
): Promise<Row[]> {
  const table = tablesOf(graph)[jurisdiction];
  const places = at === undefined ? regionsOf(jurisdiction) : [at];
  const items = table ? await Promise.all(places.map((each) => dynamoDb.peek(table, each, { pk: { S: key } }))) : [];
  return items.flatMap((item) =>
    item ? [Object.fromEntries(Object.entries(item).map(([name, value]) => [name, value.S]))] : [],
  );
}
