import type { Service } from "../context";
import { type ServiceKey, serviceKey } from "../module";

/** Runs declared functions from their own bundles, each environment in a process of its own, one invocation at a time. */
export interface Lambda extends Service {
  /** Where each function's log is; its file appears with the first environment. */
  logs(): FunctionLog[];
  /**
   * The handler's response. Throws FunctionError where it threw, exceeded its time-out or its Region is down, and where
   * the declared permissions do not let `caller` (a service principal acting for a resource) invoke it.
   */
  invoke(options: {
    functionArn: string;
    event: unknown;
    trace: string;
    caller?: { principal: string; sourceArn: string };
    /** Goes before those that wait: processes are few here, so that waiting says nothing of the function. */
    first?: boolean;
  }): Promise<unknown>;
  /** What `AWS_ENDPOINT_URL_LAMBDA` is for functions in a Region. */
  endpoint(region: string): string;
}

/** `errorType` as AWS names it: `Sandbox.Timedout`, `Runtime.ExitError`, or the thrown error's name. */
export class FunctionError extends Error {
  override name = "FunctionError";
  constructor(
    readonly errorType: string,
    message: string,
  ) {
    super(message);
  }
}

export interface FunctionLog {
  /** Logical name of the function. */
  resource: string;
  region: string;
  file: string;
}

export const lambda: ServiceKey<Lambda> = serviceKey("lambda");
