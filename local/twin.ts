/** The twin: the real stack programs, brought to life on loopback. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defaultPort } from "../cli/port";
import { evaluateStacks } from "../graph";
import { Graph, type StackGraph } from "../graph/graph";
import { registryRegion } from "../model/topology";
import type { RegistryTarget } from "../registry/target";
import { acm } from "./acm/types";
import { TwinClock } from "./clock";
import { cognito } from "./cognito/types";
import type { Service, TwinContext } from "./context";
import type { ControlDeps } from "./control/deps";
import { checkPort, createControlApi } from "./control/server";
import { twinControl } from "./control/wiring";
import { cityPlaces } from "./data/cities";
import { type Client, createClient } from "./device/client";
import { PlaceProxy } from "./device/proxy";
import { dynamodb } from "./dynamodb/types";
import { EventLog } from "./events";
import { FaultBoard } from "./faults/board";
import { worldOf } from "./faults/world";
import { iam } from "./iam/types";
import { identityOf } from "./identity";
import { checkRegions } from "./known-regions";
import { RingLedger } from "./ledger";
import { withLocalOrigins } from "./local-origins";
import type { AnyModule } from "./module";
import { LoopbackNetwork } from "./network/network";
import { ordersOf } from "./orders";
import { importInto, type OrganizationSummary } from "./organizations";
import { route53 } from "./route53/types";
import { RunningServices } from "./running-services";
import { serviceModules } from "./services";

export interface TwinOptions {
  /** Folder of the project whose stacks run. @default this one */
  root?: string;
  /** Stacks that are already evaluated: tests share them. */
  stacks?: StackGraph[];
  /** The services that run. @default all of local/services.ts */
  modules?: readonly AnyModule[];
  /** CSV or NDJSON file of organizations; false imports none. @default the sample */
  organizations?: string | false;
  /** How much faster than life intervals, TTLs and round trips pass. @default 1 */
  speed?: number;
  /** Port of page and control API; 0 takes a free one. @default 4600 */
  port?: number;
  /** @default a free one */
  dnsPort?: number;
  /** Whether the domain is delegated to its hosted zone; false is as with a new one, until fault `undelegated` is removed. @default true */
  delegated?: boolean;
  /** Whether people in the background make requests. @default true */
  traffic?: boolean;
  onProgress?: (message: string) => void;
  /** Aborting stops the start, leaving nothing behind. */
  signal?: AbortSignal;
}

/** A running twin. */
export interface Twin {
  readonly context: TwinContext & { events: EventLog; faults: FaultBoard; ledger: RingLedger; clock: TwinClock };
  readonly services: RunningServices;
  readonly control: ControlDeps;
  readonly registry: RegistryTarget;
  /** `http://127.0.0.1:4600`: page and control API. */
  readonly url: string;
  readonly caFile: string;
  /** An HTTPS client at a place, named as in `network.places()`. */
  client(place: string): Client;
  /** Ends every process and socket, removes the state folder. Safe to call twice. */
  stop(): Promise<void>;
}

/** Real ms that one service may take to stop. */
const longestStepMs = 3_000;

export const sampleOrganizations = join(__dirname, "data/organizations.csv");

/**
 * Evaluates the stacks, starts every service, imports organizations, then serves page and control API.
 * Throws InvalidInput for the operator's mistakes, EvaluationError where a stack program fails; nothing is left then.
 */
export async function startTwin(options: TwinOptions = {}): Promise<Twin> {
  const started: Service[] = [];
  const beginning: (() => Promise<void>)[] = [];
  const ending: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= stopAll([
      ...beginning.map((run) => ({ name: "network", run })),
      ...started.toReversed().map((service) => ({ name: service.constructor.name, run: () => service.stop() })),
      ...ending.toReversed().map((run) => ({ name: "ground", run })),
    ]);
    return stopping;
  };
  const start = async (service: Service) => {
    options.signal?.throwIfAborted();
    started.push(service);
    await service.start();
  };
  try {
    return await assemble(options, {
      start,
      stop,
      beforeStop: (run) => beginning.push(run),
      atEnd: (run) => ending.push(run),
    });
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Lifetime {
  start(service: Service): Promise<void>;
  stop(): Promise<void>;
  /** What is done before any service stops. */
  beforeStop(run: () => Promise<void>): void;
  atEnd(run: () => Promise<void>): void;
}

async function assemble(options: TwinOptions, life: Lifetime): Promise<Twin> {
  const say = options.onProgress ?? (() => {});
  const port = options.port ?? defaultPort;
  await checkPort(port);
  say("evaluating the stacks");
  const graph = new Graph(options.stacks ?? (await evaluate(options)));
  const modules = options.modules ?? serviceModules;
  checkRegions(graph, modules);
  const context = await createContext(graph, modules, options, life);
  if (options.delegated === false) {
    context.faults.add({ kind: "undelegated" });
  }
  const services = new RunningServices(modules, context);
  say("starting services");
  // The data comes before what serves it.
  await services.start(life.start, dynamodb);
  const registry = registryOf(graph, services);
  const organizations = await importOrganizations(registry, options, say);
  await services.start(life.start);

  const { authority, caFile } = services.get(acm);
  const reach = { dnsPort: services.get(route53).port, authority };
  const proxies = cityPlaces.map((place) => new PlaceProxy(context, place, reach));
  for (const proxy of proxies) {
    await life.start(proxy);
  }
  const control = twinControl({
    context,
    services,
    organizations,
    traffic: options.traffic ?? true,
    endpoints: () => ({
      dns: { address: "127.0.0.1", port: reach.dnsPort },
      proxies: proxies.map((proxy) => ({ place: proxy.place.name, url: proxy.url })),
      caFile,
      registry,
      identity: identityOf(graph, services.get(cognito)),
      orders: ordersOf(graph, services.get(dynamodb), services.get(iam).operator(), context.clock.now()),
    }),
  });
  const api = createControlApi(control, { port });
  await life.start(api);
  await life.start(control.traffic);
  return {
    context,
    services,
    control,
    registry,
    url: api.url(),
    caFile,
    client: (place) => createClient(context, { place: context.network.place(place), ...reach }),
    stop: life.stop,
  };
}

function evaluate({ root, signal }: TwinOptions): Promise<StackGraph[]> {
  return evaluateStacks({
    configure: withLocalOrigins,
    ...(root !== undefined && { root }),
    ...(signal && { signal }),
  });
}

/** How whoever runs the twin reaches the registry: in the Region that organizations are written in. */
function registryOf(graph: Graph, services: RunningServices): RegistryTarget {
  const { registryTableName, registryHashKey } = graph.outputsOf("global");
  return {
    name: "the twin",
    region: registryRegion,
    table: String(registryTableName),
    hashSecret: String(registryHashKey),
    endpoint: services.get(dynamodb).endpoint(registryRegion),
    credentials: services.get(iam).operator(),
  };
}

async function createContext(
  graph: Graph,
  modules: readonly AnyModule[],
  { speed = 1, dnsPort = 0 }: TwinOptions,
  life: Lifetime,
) {
  const clock: TwinClock = new TwinClock(speed, (error) => events.add("error", "twin", `a timer: ${error}`));
  const events = new EventLog(clock);
  const faults = new FaultBoard(clock, events, worldOf(modules, graph));
  const network = new LoopbackNetwork(clock, faults);
  const ledger = new RingLedger(clock);
  const stateDir = await mkdtemp(join(tmpdir(), "home-region-twin-"));
  // A server waits for its connections, one in a handshake too: what is under way has to end first.
  life.beforeStop(async () => network.stop());
  life.atEnd(async () => {
    clock.stop();
    await rm(stateDir, { recursive: true, force: true, maxRetries: 5 });
  });
  return { graph, clock, events, faults, network, ledger, stateDir, ports: { [route53.name]: dnsPort } };
}

async function importOrganizations(
  registry: RegistryTarget,
  { organizations = sampleOrganizations, signal }: TwinOptions,
  say: (message: string) => void,
): Promise<OrganizationSummary[]> {
  if (organizations === false) {
    return [];
  }
  const source = organizations === sampleOrganizations ? "the sample" : organizations;
  say(`importing organizations from ${source}`);
  return importInto(registry, organizations, {
    onProgress: (done, total) => say(`importing organizations from ${source}: ${done} of ${total}`),
    ...(signal && { signal }),
  });
}

/** The last started stops first. A service that does not stop must not keep the others from it. */
async function stopAll(steps: readonly { name: string; run: () => Promise<void> }[]): Promise<void> {
  const errors: unknown[] = [];
  for (const { name, run } of steps) {
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(
      () => late.reject(new Error(`${name} has not stopped in ${longestStepMs} ms`)),
      longestStepMs,
    );
    await Promise.race([run(), late.promise]).catch((error) => errors.push(error));
    clearTimeout(timer);
  }
  if (errors.length > 0) {
    throw new AggregateError(errors, "the twin did not stop cleanly");
  }
}
