/** The twin: the real stack programs, brought to life on loopback. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { evaluateStacks } from "../graph";
import { Graph, type StackGraph } from "../graph/graph";
import { allRegions, registryRegion } from "../model/topology";
import type { RegistryTarget } from "../registry/target";
import { createCertificates } from "./acm/certificates";
import { TwinClock } from "./clock";
import type { Service, TwinContext } from "./context";
import type { ControlDeps, OrganizationSummary } from "./control/deps";
import { checkPort, createControlApi, defaultPort } from "./control/server";
import { twinControl } from "./control/wiring";
import { cityPlaces } from "./data/cities";
import { type Client, createClient } from "./device/client";
import { PlaceProxy } from "./device/proxy";
import { EventLog } from "./events";
import { FaultBoard } from "./faults";
import { RingLedger } from "./ledger";
import { LoopbackNetwork } from "./network/network";
import { homeOf, importInto } from "./organizations";
import { createServices, type Services, startOrder } from "./services";
import { unsupportedTypes } from "./unsupported";

export interface TwinOptions {
  /** Folder of the project whose stacks run. @default this one */
  root?: string;
  /** Stacks that are already evaluated: tests share them. */
  stacks?: StackGraph[];
  /** CSV or NDJSON file of organizations; false imports none. @default the sample */
  organizations?: string | false;
  /** How much faster than life intervals, TTLs and round trips pass. @default 1 */
  speed?: number;
  /** Port of page and control API; 0 takes a free one. @default 4600 */
  port?: number;
  /** @default a free one */
  dnsPort?: number;
  /** Whether people in the background make requests. @default true */
  traffic?: boolean;
  onProgress?: (message: string) => void;
  /** Aborting stops the start, leaving nothing behind. */
  signal?: AbortSignal;
}

/** A running twin. */
export interface Twin {
  readonly context: TwinContext & { events: EventLog; faults: FaultBoard; ledger: RingLedger; clock: TwinClock };
  readonly services: Services;
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

export const sampleOrganizations = join(__dirname, "data/organizations.csv");

/**
 * Evaluates the stacks, starts every service, imports organizations, then serves page and control API.
 * Throws InvalidInput for the operator's mistakes, EvaluationError where a stack program fails; nothing is left then.
 */
export async function startTwin(options: TwinOptions = {}): Promise<Twin> {
  const started: Service[] = [];
  const ending: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= stopAll(started, ending);
    return stopping;
  };
  const start = async (service: Service) => {
    options.signal?.throwIfAborted();
    started.push(service);
    await service.start();
  };
  try {
    return await assemble(options, { start, stop, atEnd: (run) => ending.push(run) });
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Lifetime {
  start(service: Service): Promise<void>;
  stop(): Promise<void>;
  atEnd(run: () => Promise<void>): void;
}

async function assemble(options: TwinOptions, life: Lifetime): Promise<Twin> {
  const say = options.onProgress ?? (() => {});
  const port = options.port ?? defaultPort;
  await checkPort(port);
  say("evaluating the stacks");
  const graph = new Graph(options.stacks ?? (await evaluate(options)));
  const context = await createContext(graph, options.speed ?? 1, life);
  const hosts = allRegions().map((region) => `cognito-idp.${region}.amazonaws.com`);
  const certificates = await createCertificates({ graph, events: context.events, hosts });
  const caFile = join(context.stateDir, "ca.pem");
  await writeFile(caFile, certificates.authority);

  const global = graph.outputsOf("global");
  const table = String(global.registryTableName);
  const services = createServices(context, {
    certificates,
    dnsPort: options.dnsPort ?? 0,
    homeOf: (organization) => homeOf(services.dynamodb, table, organization),
  });
  say("starting services");
  const [dynamodb, ...others] = startOrder(services);
  await life.start(dynamodb!);
  const registry: RegistryTarget = {
    name: "the twin",
    region: registryRegion,
    table,
    hashKey: String(global.registryHashKey),
    endpoint: services.dynamodb.endpoint(registryRegion),
    credentials: services.dynamodb.operator(),
  };
  const organizations = await importOrganizations(registry, options, say);
  for (const service of others) await life.start(service);

  const { authority } = certificates;
  const reach = { dnsPort: services.route53.port, authority };
  const proxies = cityPlaces.map((place) => new PlaceProxy(context, place, reach));
  for (const proxy of proxies) await life.start(proxy);
  const control = twinControl({
    context,
    route53: services.route53,
    globalAccelerator: services.accelerators,
    dynamoDb: services.dynamodb,
    userPools: services.pools,
    authority,
    organizations,
    traffic: options.traffic ?? true,
    unsupported: () => unsupportedTypes(graph),
    logs: () => services.lambda.logs(),
    endpoints: () => ({
      dns: { address: "127.0.0.1", port: services.route53.port },
      proxies: proxies.map((proxy) => ({ place: proxy.place.name, url: proxy.url })),
      caFile,
      registry,
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
  return evaluateStacks({ ...(root !== undefined && { root }), ...(signal && { signal }) });
}

async function createContext(graph: Graph, speed: number, life: Lifetime) {
  const clock = new TwinClock(speed);
  const events = new EventLog(clock);
  const faults = new FaultBoard(clock, events);
  const network = new LoopbackNetwork(clock, faults);
  const ledger = new RingLedger(clock);
  const stateDir = await mkdtemp(join(tmpdir(), "home-region-twin-"));
  life.atEnd(async () => {
    network.stop();
    clock.stop();
    await rm(stateDir, { recursive: true, force: true });
  });
  return { graph, clock, events, faults, network, ledger, stateDir };
}

async function importOrganizations(
  registry: RegistryTarget,
  { organizations = sampleOrganizations, signal }: TwinOptions,
  say: (message: string) => void,
): Promise<OrganizationSummary[]> {
  if (organizations === false) return [];
  const source = organizations === sampleOrganizations ? "the sample" : organizations;
  say(`importing organizations from ${source}`);
  return importInto(registry, organizations, {
    onProgress: (done, total) => say(`importing organizations from ${source}: ${done} of ${total}`),
    ...(signal && { signal }),
  });
}

/** The last started stops first. A service that does not stop must not keep the others from it. */
async function stopAll(started: Service[], ending: (() => Promise<void>)[]): Promise<void> {
  const faults: unknown[] = [];
  const attempt = async (run: () => Promise<void>) => {
    try {
      await run();
    } catch (error) {
      faults.push(error);
    }
  };
  for (const service of started.toReversed()) await attempt(() => service.stop());
  for (const run of ending.toReversed()) await attempt(run);
  if (faults.length > 0) throw new AggregateError(faults, "the twin did not stop cleanly");
}
