/** Faults as the services of the twin see them, and what a row of the table of kinds says. */

/** What a fault strikes. `service` is one service in one Region, or one resource of it. */
export type Scope = "region" | "service" | "availability-zone" | "link" | "global";

/** Where a fault is, or what a service asks about. Which of these fields a fault has follows from its kind's scope. */
export interface Target {
  region?: string;
  /** A service by its folder's name here: `dynamodb`. */
  service?: string;
  /** One resource of the service by its logical name, as a table. Left out: all. */
  resource?: string;
  availabilityZone?: string;
  /** The other end of a link. */
  peerRegion?: string;
}

/** Values that a kind of fault can take: see fields.ts for what each means. */
export interface Values {
  share?: number;
  delayMs?: number;
  error?: string;
  skewMs?: number;
  keepMs?: number;
}

/** When a fault is on. Without any of these: from now until it is removed. */
export interface Schedule {
  afterMs?: number;
  durationMs?: number;
  everyMs?: number;
  times?: number;
  rampMs?: number;
}

export type CertificateFlaw = "expired" | "wrong-name";

/** What faults do to something, in the words that services ask in. Several faults at once: the worst of each. */
export interface Effects {
  /** No answer comes. */
  silent?: true;
  /** An answer comes, or a packet arrives, so much later. */
  delayMs?: number;
  /** The name of an error of the service: its faults.ts says what that looks like. */
  error?: string;
  /** The replica of the registry neither answers nor replicates. */
  cutOff?: true;
  /** No new execution environment starts. */
  full?: true;
  /** How far the clock of functions is ahead; negative is behind. */
  skewMs?: number;
  /** A health checker reaches nothing. */
  unreached?: true;
  /** A health checker takes what works for failing. */
  misjudged?: true;
  /** How long a resolver keeps an answer at least. */
  keepMs?: number;
  /** Nobody is led to the hosted zones of the domain. */
  undelegated?: true;
  /** What is wrong with the certificate of a name that Regions share. */
  certificate?: CertificateFlaw;
  /** A name that Regions share leads to no API. */
  unmapped?: true;
}

/** A kind of fault: a row of the table. */
export interface FaultKind {
  scope: Scope;
  /** What it does, for people. A parameter in backquotes stands for its value. */
  summary: string;
  /** Which values it takes. */
  takes: readonly (keyof Values)[];
  /** Defaults other than the parameters' own. */
  defaults?: Values;
  /** The value that a ramp raises from nothing. A kind without one has no ramp. */
  grows?: keyof Values & ("share" | "delayMs" | "skewMs" | "keepMs");
  /** What it does with these values to whatever it strikes. */
  effects(values: Required<Values>): Effects;
  /** With these it is one click on the page: a kind that a first visitor wants. */
  words?: Words;
}

/** How the page speaks of a kind. */
export interface Words {
  /** Buttons that switch it on and off. */
  press: string;
  undo: string;
  /** What its Region is meanwhile, on the map: `slow`. */
  state: string;
  /** What its Region did when it began: `lost power`. */
  began: string;
}

/** An answer that is an error: HTTP status, AWS's code for it, AWS's text. */
export interface ServiceError {
  status: number;
  code: string;
  message: string;
}

/** What a service declares of its faults, for its module. */
export interface ServiceFaults {
  /** Name → how the service shows it, the worst first. With any, `service-down`, `-errors` and `-slow` are for it. */
  errors?: Readonly<Record<string, ServiceError>>;
  /** Pulumi type whose resources a fault can be about one of. */
  resourceType?: string;
  /** Kinds that only this service has. */
  kinds?: Readonly<Record<string, FaultKind>>;
}

/** A fault that was switched on: where, with which values, when. */
export interface Fault extends Target, Values, Schedule {
  id: string;
  kind: string;
  /** When it began; while it waits, when it will begin. In the twin's time. */
  since: number;
  /** Only while it waits for its time: it does nothing yet, or nothing now. */
  waiting?: true;
}

/** What there is in a twin for faults to be about. */
export interface World {
  /** What each service declares, by its name. */
  services: Readonly<Record<string, ServiceFaults>>;
  regions: readonly string[];
  /** Logical names of the resources of a Pulumi type. */
  resources(type: string): readonly string[];
  availabilityZones(region: string): readonly string[];
}

export type FaultRequest = { kind: string } & Target & Values & Schedule;

export interface Faults {
  readonly kinds: Readonly<Record<string, FaultKind>>;
  /** What there is for faults to be about. */
  readonly world: World;
  /** All, those that wait for their time too. */
  list(): Fault[];
  /** Throws InvalidFault with everything that is wrong. */
  add(fault: FaultRequest): Fault;
  /** False where there is no such fault. */
  remove(id: string): boolean;
  /**
   * The worst of what now strikes a target. `draw`, from 0 to below 1, decides which share of requests this one belongs
   * to: give the same one for everything that happens to one request. Left out: a random one.
   */
  effects(target: Target, draw?: number): Effects;
  isDown(region: string): boolean;
  /** How much longer every response of the Region takes. */
  delayMs(region: string): number;
  /** Whether the Region's replica of the registry neither answers nor replicates. */
  isCutOff(region: string): boolean;
  /** Hears of each beginning and end; `isDown` and the others say the new state already. */
  onChange(listener: (change: { fault: Fault; active: boolean }) => void): void;
}
