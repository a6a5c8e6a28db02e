/** What the control API is given: the running twin's parts as functions, so that tests can stand it on invented ones. */
import type { HoldRow } from "../../model/hold";
import type { AlarmView, Measurements } from "../cloudwatch/types";
import type { Place, TwinContext } from "../context";
import type { WaitingWrites } from "../dynamodb/types";
import type { HealthState } from "../health";
import type { Journey } from "../journey/journey";
import type { OrganizationSummary } from "../organizations";
import type { TwinUser } from "../people";
import type { Resolution } from "../resolution";
import type { Traffic } from "../traffic";
import type { UnsupportedType } from "../unsupported";

export type Evacuations = Record<string, { since: string; by: string }>;
export type HeldRegions = Record<string, Pick<HoldRow, "by" | "since" | "until">>;

/** How programs outside of the twin reach it. */
export interface Endpoints {
  dns: { address: string; port: number };
  /** An HTTP CONNECT proxy per place: whatever goes through it comes from there. */
  proxies: { place: string; url: string }[];
  /** PEM file of the authority that signs the twin's certificates. */
  caFile: string;
  /** What tools that write the registry need: see registry/target.ts. */
  [more: string]: unknown;
}

export interface ControlDeps {
  context: Pick<TwinContext, "clock" | "faults" | "events" | "ledger" | "network">;
  domain: string;
  /** Stacks that run in this twin, `global` included. */
  stacks: readonly string[];
  health(): HealthState[];
  resolve(host: string, place: Place): Promise<Resolution>;
  endpoints(): Endpoints;
  unsupported(): UnsupportedType[];
  /** Writes that a table's other replicas do not have yet, by link; none where nothing waits. */
  replication(): WaitingWrites[];
  /** Region → since when, and by whose order, an operator has evacuated it. */
  evacuations(): Promise<Evacuations>;
  /** Region → which Region took over from it, and until when people stay there. */
  holds(): Promise<HeldRegions>;
  /** What the functions' logs hold as metrics: among them the times that apps have sent. */
  measurements(): Promise<Measurements>;
  alarms(): AlarmView[];
  people: {
    /** Organizations whose slug contains `query`, at most `limit`. */
    list(query: string, limit: number): OrganizationSummary[];
    /** Undefined where no organization is called that. */
    find(slug: string): Promise<(OrganizationSummary & { id: string }) | undefined>;
    /** The slug behind an opaque id, where it is known; else the id. */
    nameOf(organization: string): string;
    /** Throws InvalidInput for an unknown organization. */
    createUser(organization: string): Promise<TwinUser>;
  };
  runJourney(request: { organization: string; place: string; returning: boolean }): Promise<Journey>;
  traffic: Traffic;
}
