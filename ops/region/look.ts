/** What there is to see of a jurisdiction's Regions now, asked of each as a client would, and of each one's replica of the orders. */
import { type EvacuationRow, isEvacuated, leaveStatement, siblingsPath } from "../../model/evacuation";
import { type HoldRow, heldUntil } from "../../model/hold";
import { apiHost, regionalApiHost } from "../../model/names";
import { regionsOf, siblingsOf } from "../../model/topology";
import { type RegionsTarget, readHold, readOrder } from "./target";

export interface RegionSeen {
  region: string;
  /** Of `/healthz`: `ok`, `evacuated`, `failed`; null where nobody answers. */
  status: string | null;
  /** "200 in 84 ms", "ETIMEDOUT in 5000 ms". */
  detail: string;
  /** Where the order was read → what it is there: a row, null for none, text for why it could not be read. */
  orders: Record<string, EvacuationRow | null | string>;
  /** What keeps people away from it after a failover, as the sibling has it that took over; null where nothing does. */
  held: HoldRow | null;
  /** Siblings that tell health checkers that it is to be left. */
  toldBy: string[];
}

export interface JurisdictionSeen {
  jurisdiction: string;
  host: string;
  /** The Region that its name leads to now, whether or not it serves; null where nobody answers. */
  answers: string | null;
  regions: RegionSeen[];
}

export async function look(target: RegionsTarget, jurisdiction: string): Promise<JurisdictionSeen> {
  const regions = regionsOf(jurisdiction);
  const host = apiHost(jurisdiction, target.domain);
  const [answered, statements, seen] = await Promise.all([
    ask(target, host, "/livez"),
    Promise.all(regions.map((region) => statementsOf(target, region))),
    Promise.all(regions.map((region) => seenOf(target, jurisdiction, region))),
  ]);
  const told = (region: string) => regions.filter((_, index) => statements[index]!.includes(leaveStatement(region)));
  return {
    jurisdiction,
    host,
    answers: typeof answered.body.region === "string" ? answered.body.region : null,
    regions: seen.map((each) => ({ ...each, toldBy: told(each.region) })),
  };
}

/** What a Region says of its siblings; nothing where it does not answer. */
export async function statementsOf(target: RegionsTarget, region: string): Promise<string[]> {
  const { body } = await ask(target, regionalApiHost(region, target.domain), siblingsPath);
  return Array.isArray(body.statements) ? body.statements.map(String) : [];
}

export async function statusOf(target: RegionsTarget, region: string) {
  const { status, body, detail } = await ask(target, regionalApiHost(region, target.domain), "/healthz");
  return { status: status === 0 ? null : String(body.status ?? "failed"), detail };
}

/** It works, whether or not an operator has taken it out of service: orders may be given through it. */
export const works = ({ status }: { status: string | null }) => status === "ok" || status === "evacuated";
/** Users are served there. */
export const serves = ({ status, orders }: Pick<RegionSeen, "status" | "orders">) =>
  status === "ok" &&
  !Object.values(orders).some((order) => order !== null && typeof order === "object" && isEvacuated(order));

async function seenOf(
  target: RegionsTarget,
  jurisdiction: string,
  region: string,
): Promise<Omit<RegionSeen, "toldBy">> {
  const read = [region, ...siblingsOf(region)].map(async (at) => {
    const order = await readOrder(target, { jurisdiction, region, at }).catch((error: Error) => error.name);
    return [at, order ?? null] as const;
  });
  const [status, held, ...orders] = await Promise.all([
    statusOf(target, region),
    holdOf(target, jurisdiction, region),
    ...read,
  ]);
  return { region, ...status, held, orders: Object.fromEntries(orders) };
}

/** Nothing where the sibling's replica cannot be read: its statement is shown all the same. */
async function holdOf(target: RegionsTarget, jurisdiction: string, region: string): Promise<HoldRow | null> {
  const read = siblingsOf(region).map(async (at) => {
    const place = { jurisdiction, region, at };
    const [hold, order] = await Promise.all([readHold(target, place), readOrder(target, place)]);
    return heldUntil(hold, order, target.now().getTime()) === undefined ? undefined : hold;
  });
  const holds = await Promise.all(read.map((each) => each.catch(() => undefined)));
  return holds.find((hold) => hold !== undefined) ?? null;
}

async function ask(target: RegionsTarget, host: string, path: string) {
  const started = performance.now();
  const after = () => `in ${Math.round(performance.now() - started)} ms`;
  try {
    const { status, body } = await target.get(host, path);
    return { status, body, detail: `${status} ${after()}` };
  } catch (error) {
    const { name, code, cause } = error as Error & { code?: string; cause?: { code?: string } };
    return { status: 0, body: {} as Record<string, unknown>, detail: `${cause?.code ?? code ?? name} ${after()}` };
  }
}
