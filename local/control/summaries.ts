/** A request in a line: where it came from, which places it touched, how it ended. Pure. */
import type { Hop, Trace } from "../context";
import { crossingsOf, isServed } from "../crossing";

export interface Stop {
  place: string;
  region: string | null;
  jurisdiction: string | null;
  service: string;
}

export interface RequestSummary {
  trace: string;
  at: number;
  ms: number;
  from: string;
  organization: string | null;
  home: string | null;
  /** Whether any hop carried an organization's data. */
  personal: boolean;
  /** What the app asked for last. */
  step: "lookup" | "sign-in" | "data";
  /** How long that took, without an app's pauses before it. */
  lastMs: number;
  ok: boolean;
  outcome: string;
  /** Places in the order in which the request reached them, neighbours that are equal taken once. */
  stops: Stop[];
  /** Hops of personal data in a Region outside home. */
  crossings: number;
}

/**
 * What the app saw decides how a request ended: the client's hop that ended last, else the last hop of all.
 * `nameOf` turns an opaque id into what people call the organization.
 */
export function summaryOf(trace: Trace, nameOf: (organization: string) => string = String): RequestSummary {
  const hops = [...trace.hops].sort((a, b) => a.at - b.at);
  const ended = [...trace.hops].sort((a, b) => a.at + a.ms - (b.at + b.ms));
  const last = ended.findLast((hop) => hop.service === "client") ?? ended.at(-1);
  const end = Math.max(trace.at, ...hops.map((hop) => hop.at + hop.ms));
  const outcome = last?.outcome ?? "nothing happened";
  const personal = hops.some((hop) => hop.dataClass === "personal");
  return {
    trace: trace.id,
    at: Math.round(trace.at),
    ms: Math.round(end - trace.at),
    from: trace.from,
    organization: trace.organization === null ? null : nameOf(trace.organization),
    home: trace.home,
    personal,
    step: last && isSignIn(last) ? "sign-in" : personal ? "data" : "lookup",
    lastMs: Math.round(last?.ms ?? 0),
    ok: isServed(outcome),
    outcome,
    stops: stopsOf(hops),
    crossings: crossingsOf(trace).length,
  };
}

const isSignIn = ({ service, resource }: Hop) => service === "cognito" || resource.startsWith("cognito-idp.");

/** Edges come before Regions, whatever was noted first. Questions to DNS travel, but the request does not go there. */
function stopsOf(hops: readonly Hop[]): Stop[] {
  const travelled = hops.filter(({ service }) => service !== "route53" && service !== "client");
  const ordered = [
    ...travelled.filter(({ region }) => region === null),
    ...travelled.filter(({ region }) => region !== null),
  ];
  const stops: Stop[] = [];
  for (const { place, region, jurisdiction, service } of ordered) {
    if (stops.at(-1)?.place !== place) {
      stops.push({ place, region, jurisdiction, service });
    }
  }
  return stops;
}
