/** What components hand up to their stack, which hands it on: alarms to the alarms, host names to DNS, entrances to the firewall, outputs to its readers. */
import type * as pulumi from "@pulumi/pulumi";
import type { AlarmSpec } from "./alarm";

/** Where Route 53 points for a host name. */
export interface AliasTarget {
  name: pulumi.Input<string>;
  zoneId: pulumi.Input<string>;
}

/** Something that each Region of a jurisdiction serves under a name of its own and under the one that fails over between them. */
export interface FailoverHost {
  /** Goes into logical names; the first host of the stack has none. */
  label?: string;
  /** As a person calls it: `the API`. */
  what: string;
  jurisdiction: { hostname: string; target: AliasTarget };
  regional: { hostname: string; target: AliasTarget };
  /** What health checkers ask the Region's own name. They stand anywhere: it must carry no data. */
  healthPath: string;
  /** Where the jurisdiction's other Region says whether this one is to be left, and in which words. @default nowhere */
  sibling?: { hostname: string; path: string; statement: string };
  /** Name that says as text which Region health checkers find healthy, the primary first. @default none says it */
  healthyHost?: string;
  /** Name that leads to the jurisdiction's target in this Region, whatever its health. @default none does */
  gatewayHost?: string;
  /** What is deployed before the jurisdiction's name leads here. @default what its target is made from */
  serving?: pulumi.Resource;
}

/** What the internet reaches in this Region. */
export interface Entrance {
  /** What it is called in logical names. */
  label: string;
  arn: pulumi.Input<string>;
}

/** A component of a stack. Each hands up what it has. */
export interface Part {
  readonly alarms?: readonly AlarmSpec[];
  readonly hosts?: readonly FailoverHost[];
  readonly entrances?: readonly Entrance[];
  readonly outputs?: Readonly<Record<string, pulumi.Input<unknown>>>;
}

type Outputs<P> = P extends { outputs: infer O } ? O : never;
type Intersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** The outputs of all parts together, so that the compiler misses one that no part hands up. */
export function outputsOf<P extends Part>(parts: readonly P[]): Intersection<Outputs<P>> {
  return Object.assign({}, ...parts.map(({ outputs }) => outputs));
}
