/** What a service of the twin says of itself. Start order, health, lists and documentation are derived from it. */
import type { Graph } from "../graph/graph";
import type { Service, TwinContext } from "./context";
import type { ServiceFaults } from "./faults/types";
import type { HealthState } from "./health";
import type { Leg, Waypoint } from "./resolution";

declare const serves: unique symbol;

/** Names a service and carries its interface: what needs and look-ups are made with. It is in the service's `types.ts`. */
export interface ServiceKey<S extends Service> {
  readonly name: string;
  readonly [serves]?: S;
}

export const serviceKey = <S extends Service>(name: string): ServiceKey<S> => ({ name });

/** The services of a running twin, for each other. */
export interface Services {
  /** Look up in `create` what the module needs, and when it is called what needs this one too. Throws for one that is not there. */
  get<S extends Service>(key: ServiceKey<S>): S;
  /** Everything that modules give to a function. */
  variables(caller: FunctionCaller): Record<string, string>;
}

/** The execution environment of a function, as the services that it calls see it. */
export interface FunctionCaller {
  region: string;
  roleArn: string;
  /** The function's logical name. */
  name: string;
  /** The trace of the invocation that runs now. */
  trace: () => string | undefined;
}

/** For people: what of the service is here. */
export interface Description {
  /** What it does as AWS does. */
  does: string;
  /** What it leaves out, and where it takes the worse case. */
  leavesOut?: string;
  /** Pages of AWS's documentation: title → URL. */
  sources?: Readonly<Record<string, string>>;
}

/** Who names a Region: `record "api" of stack ca`. */
export interface RegionUse {
  region: string;
  by: string;
}

export interface ServiceModule<S extends Service = Service> {
  /** Its name is the folder's here and the file's in graph/outputs. */
  readonly key: ServiceKey<S>;
  /** As AWS writes it. */
  readonly title: string;
  readonly description: Description;
  /** Resource types that it brings to life. Their computed outputs are in graph/outputs. */
  readonly standsInFor?: readonly string[];
  /** Resource types that have no effect here → what that means. */
  readonly declaredOnly?: Readonly<Record<string, string>>;
  /** Data-source calls that are answered, in graph/outputs. */
  readonly calls?: readonly string[];
  /** Services that are created and started before. */
  readonly needs?: readonly ServiceKey<any>[];
  /** Whether functions run in it: all that give them variables are started before. */
  readonly runsFunctions?: boolean;
  /** What its errors look like when it is faulty, and the kinds of fault that it alone has. */
  readonly faults?: ServiceFaults;
  /** IAM actions that it checks, each with its service's prefix. */
  readonly actions?: readonly string[];
  /** Regions that its resources name beside the one they are in. The twin does not start where one has no place. */
  regionsOf?(graph: Graph): RegionUse[];
  /** Absent where nothing of the service runs. */
  create?(context: TwinContext, services: Services): S;
  /** The health that the service judges of others: checks, endpoints, targets. */
  health?(service: S): HealthState[];
  /** The next leg on the way to whoever answers; undefined where the way does not lead through this service. */
  explain?(service: S, waypoint: Waypoint): Leg | undefined;
  /** What a function finds in its environment, `AWS_ENDPOINT_URL_…` for one. */
  variables?(service: S, caller: FunctionCaller): Record<string, string>;
}

/** For the list of modules, whose services have different interfaces. */
export type AnyModule = ServiceModule<any>;

/** Checks a module against its service's interface. */
export const serviceModule = <S extends Service>(module: ServiceModule<S>): ServiceModule<S> => module;
