/** A small twin for tests: real ground (clock, faults, ledger, network), any graph, no service unless the test starts one. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Graph, type Resource, type StackGraph } from "../../graph/graph";
import { createCertificates } from "../../local/acm/service";
import type { Certificates } from "../../local/acm/types";
import { TwinClock } from "../../local/clock";
import type { Clock, TwinContext } from "../../local/context";
import { EventLog } from "../../local/events";
import type { FaultBoard } from "../../local/faults/board";
import { worldOf } from "../../local/faults/world";
import { RingLedger } from "../../local/ledger";
import { LoopbackNetwork } from "../../local/network/network";
import { serviceModules } from "../../local/services";
import { faultBoard } from "./fault-board";

export interface TestTwin extends TwinContext {
  readonly certificates: Certificates;
  readonly network: LoopbackNetwork;
  readonly ledger: RingLedger;
  readonly events: EventLog;
  readonly faults: FaultBoard;
  /** Cuts all connections, rejects all sleepers, removes the state folder. Stop the services first. */
  close(): Promise<void>;
}

/**
 * `speed` 1000 (the default) makes a second of the twin a millisecond, so that nothing waits: use 1 to measure time.
 * A `clock` of the test's own (`ManualClock`) goes before `speed`. `hosts` are names that `certificates.forHost` knows.
 */
export async function twinContext(
  options: { graph?: Graph | StackGraph[]; speed?: number; clock?: Clock; hosts?: string[] } = {},
): Promise<TestTwin> {
  const clock = options.clock ?? new TwinClock(options.speed ?? 1_000);
  const graph = options.graph instanceof Graph ? options.graph : new Graph(options.graph ?? []);
  const events = new EventLog(clock);
  const { resources, availabilityZones } = worldOf(serviceModules, graph);
  const faults = faultBoard(clock, events, { resources, availabilityZones });
  const network = new LoopbackNetwork(clock, faults);
  const stateDir = await mkdtemp(join(tmpdir(), "twin-test-"));
  const certificates = await createCertificates({ graph, events, hosts: options.hosts ?? [] });
  return {
    graph,
    clock,
    events,
    faults,
    network,
    stateDir,
    ports: {},
    certificates,
    ledger: new RingLedger(clock),
    async close() {
      network.stop();
      if (clock instanceof TwinClock) {
        clock.stop();
      }
      await rm(stateDir, { recursive: true, force: true });
    },
  };
}

/** A declared resource, as terse as a test wants it. `outputs` are added to the inputs. */
export function resource(
  type: string,
  name: string,
  inputs: Record<string, any> = {},
  rest: Partial<Omit<Resource, "type" | "name" | "inputs">> = {},
): Resource {
  const id = rest.id ?? `${name}-id`;
  return {
    stack: "ca",
    urn: `urn:pulumi:test::home-region::${type}::${name}`,
    region: undefined,
    ...rest,
    id,
    type,
    name,
    inputs,
    outputs: { id, ...inputs, ...rest.outputs },
  };
}

/** All resources as one graph, grouped by their `stack`. */
export function graphOf(...resources: Resource[]): Graph {
  const stacks = [...new Set(resources.map(({ stack }) => stack))];
  return new Graph(
    stacks.map((stack) => ({
      stack,
      outputs: {},
      references: [],
      resources: resources.filter((resource) => resource.stack === stack),
    })),
  );
}

/** A firewall that lets everything in. */
export const letIn = { judge: () => ({ action: "allow", rule: undefined }) as const };
