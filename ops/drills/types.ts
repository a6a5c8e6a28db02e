/** What a drill says of itself, before anything is broken. Times are seconds of the system that it is run against. */

/** The Regions of the jurisdiction that is drilled. */
export interface Pair {
  jurisdiction: string;
  primary: string;
  standby: string;
}

/**
 * `fails-over`: people are refused for a while and then served by the standby. `unnoticed`: nobody is refused.
 * `refused`: nobody may serve them, and nobody does; they are served again once the fault is over.
 */
export type Expectation = "fails-over" | "unnoticed" | "refused";

/** A fault as the control API of the twin takes it, without its times. */
export type Fault = Readonly<Record<string, unknown>> & { kind: string };

export interface PlannedFault {
  /** From the first fault on. */
  afterSeconds: number;
  forSeconds: number;
  fault: Fault;
}

/** What must be reached. `rtoSeconds` counts from the fault, or for `refused` from its end, to lasting success. */
export interface Objectives {
  rtoSeconds: number;
  /** Acknowledged writes that are not there when people are served again, and how far back that goes. */
  rpoRows: number;
  rpoSeconds: number;
}

export interface Drill {
  name: string;
  hypothesis: string;
  expect: Expectation;
  faults(pair: Pair): readonly PlannedFault[];
  /** How long everything must stay well after the last fault's end. */
  settleSeconds: number;
  objectives: Objectives;
  /** A negative control: it must fail, or the measurement is not to be believed. */
  mustFail?: true;
}

/** When the last fault is over, in seconds after the first. */
export const faultSeconds = (faults: readonly PlannedFault[]): number =>
  Math.max(...faults.map(({ afterSeconds, forSeconds }) => afterSeconds + forSeconds));
