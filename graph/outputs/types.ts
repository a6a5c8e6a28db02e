/** What a registered resource is, and what AWS would have answered. */
import type { Resource } from "../graph";

/** A registered resource. `region` is empty for global services; `others` are the stack's resources so far. */
export interface Registered {
  urn: string;
  type: string;
  name: string;
  inputs: Record<string, any>;
  region: string | undefined;
  others: readonly Resource[];
}

export type Outputs = { id: string } & Record<string, any>;
/** `physical` is the declared name or one that Pulumi would have made: the logical name and seven hexadecimal digits. */
export type MakeOutputs = (resource: Registered & { region: string; physical: string }) => Outputs;

/** The answer to a question that programs ask AWS (`aws.getX`), or why there is none. */
export type CallOutputs = (inputs: Record<string, any>, region: string) => Record<string, any> | string;

/** What AWS answers for one service. */
export interface ServiceOutputs {
  /** By resource type. */
  outputs?: Readonly<Record<string, MakeOutputs>>;
  /** By the token of a data-source call. */
  calls?: Readonly<Record<string, CallOutputs>>;
}
