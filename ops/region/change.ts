/** Taking a Region out of service and back: a row in the replica of a Region that works, and the wait until its sibling tells it. */
import { type EvacuationRow, isEvacuated, leaveStatement } from "../../model/evacuation";
import { InvalidInput } from "../../model/invalid-input";
import { siblingsOf, stackOfRegion } from "../../model/topology";
import { type JurisdictionSeen, look, type RegionSeen, serves, statementsOf, statusOf, works } from "./look";
import { type RegionsTarget, writeOrder } from "./target";

export type Verb = "evacuate" | "return";

export interface Change {
  verb: Verb;
  region: string;
  by: string;
  /** Asked where nobody would serve the jurisdiction afterwards. */
  confirm(seen: JurisdictionSeen): Promise<boolean>;
}

export interface Changed {
  region: string;
  state: EvacuationRow["state"];
  /** Whose replica took the order; null where it had been given before. */
  through: string | null;
  order: EvacuationRow;
  /** Who tells it by now; null where nobody did within the limit. */
  toldBy: string | null;
}

export interface Waiting {
  sleep(ms: number): Promise<void>;
}

/** The row is read every 5 s, and replicated within a second or two. */
const toldLimitMs = 60_000;
const everyMs = 1000;

/** Throws InvalidInput where no Region of the jurisdiction works, and where it is not confirmed. */
export async function change(
  target: RegionsTarget,
  { verb, region, by, confirm }: Change,
  wait: Waiting,
): Promise<Changed> {
  const { jurisdiction } = stackOfRegion(region)![1];
  const state = verb === "evacuate" ? "evacuated" : "returned";
  const seen = await look(target, jurisdiction);
  const through = [...siblingsOf(region), region].find((each) => works(of(seen, each)));
  if (through === undefined) {
    const found = seen.regions.map((each) => `${each.region}: ${each.detail}`).join(", ");
    throw new InvalidInput(
      `no Region of ${jurisdiction} works (${found}); an order is written through one that does; nothing was written; fix: run this again as soon as one answers at /healthz`,
    );
  }
  const before = orderAt(seen, region, through);
  const endsHold = state === "returned" && of(seen, region).held !== null;
  if (before !== undefined && isEvacuated(before) === (state === "evacuated") && !endsHold) {
    return { region, state, through: null, order: before, toldBy: await told(target, region, state, through, wait) };
  }
  const others = seen.regions.filter((each) => each.region !== region && serves(each));
  if (verb === "evacuate" && others.length === 0 && !(await confirm(seen))) {
    throw new InvalidInput(
      `${region} is the last Region that serves ${jurisdiction}: without it all of its data is refused; nothing was written; fix: type its name when asked, or add --yes-last-region`,
    );
  }
  const order: EvacuationRow = { state, since: target.now().toISOString(), by };
  await writeOrder(target, { jurisdiction, region, at: through }, order);
  return { region, state, through, order, toldBy: await told(target, region, state, through, wait) };
}

const of = (seen: JurisdictionSeen, region: string): RegionSeen => seen.regions.find((each) => each.region === region)!;

/** No row is as good as a return. */
function orderAt(seen: JurisdictionSeen, region: string, at: string): EvacuationRow | undefined {
  const order = of(seen, region).orders[at];
  if (typeof order === "string") {
    return undefined; // could not be read: writing says why
  }
  return order ?? { state: "returned", since: "", by: "" };
}

/** The sibling tells health checkers; a Region that has none that works is told by its own /healthz. */
async function told(target: RegionsTarget, region: string, state: string, through: string, wait: Waiting) {
  const isTold = async () => {
    if (through === region) {
      const { status } = await statusOf(target, region);
      return status !== null && (status === "evacuated") === (state === "evacuated");
    }
    return (await statementsOf(target, through)).includes(leaveStatement(region)) === (state === "evacuated");
  };
  for (let waited = 0; waited <= toldLimitMs; waited += everyMs) {
    if (await isTold()) {
      return through;
    }
    await wait.sleep(everyMs);
  }
  return null;
}
