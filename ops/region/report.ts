/** Answers for people. */
import { isEvacuated } from "../../model/evacuation";
import type { Changed } from "./change";
import type { JurisdictionSeen, RegionSeen } from "./look";

export function statusLines(target: string, jurisdictions: readonly JurisdictionSeen[]): string {
  const lines = jurisdictions.flatMap(({ jurisdiction, host, answers, regions }) => [
    `${jurisdiction}  ${host}: ${answers === null ? "nobody answers" : `DNS leads to ${answers}`}`,
    ...regions.flatMap(regionLines),
  ]);
  return [target, ...lines].join("\n");
}

function regionLines({ region, status, detail, orders, held, toldBy }: RegionSeen): string[] {
  const seen = Object.entries(orders).map(([at, order]) => `    its order, read in ${at}: ${orderText(order)}`);
  const hold = held ? [`    held until ${held.until}: ${held.by} took over at ${held.since}`] : [];
  const told = toldBy.length > 0 ? [`    ${toldBy.join(", ")} tells health checkers to leave it`] : [];
  return [`  ${region.padEnd(14)} /healthz: ${status ?? "no answer"} (${detail})`, ...seen, ...hold, ...told];
}

function orderText(order: RegionSeen["orders"][string]): string {
  if (order === null || order === undefined) {
    return "none";
  }
  if (typeof order === "string") {
    return `cannot be read (${order})`;
  }
  return `${isEvacuated(order) ? "evacuated" : "returned"} since ${order.since} by ${order.by}`;
}

/** What happened, and what happens next without anybody's doing. */
export function changedLines({ region, state, through, order, toldBy }: Changed): string {
  const by = order.by === "" ? "" : ` since ${order.since} by ${order.by}`;
  const first =
    through === null
      ? `${region} was ${state === "evacuated" ? "evacuated" : "in service"} before${by}; nothing was written`
      : `${region} is ${state}, by order of ${order.by}, written through ${through}`;
  if (toldBy === null) {
    return `${first}\nnot told within 60 s: health checkers do not know of it yet; fix: npm run region -- status`;
  }
  const telling = toldBy === region ? `${region} itself tells health checkers` : `${toldBy} tells health checkers`;
  return [first, `${telling}. What happens next, by itself:`, ...nextLines(region, state, toldBy)].join("\n");
}

function nextLines(region: string, state: string, toldBy: string): string[] {
  const dns = "  Route 53 follows within about 20 s, resolvers within 60 s more; kept connections stay where they are";
  if (state === "returned") {
    return [dns, `  ${region} serves data again from 5 s after its own replica has the row`];
  }
  return [
    dns,
    `  ${region} refuses data with 503 evacuated from 5 s after its own replica has the row, whoever asks`,
    ...(toldBy === region ? ["  no other Region works: its jurisdiction's data is refused until one does"] : []),
    `  it stays so until: npm run region -- return ${region}`,
  ];
}
