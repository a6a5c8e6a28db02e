import { createServer, type Server, type Socket } from "node:net";
import type { Caller, Place, TwinContext } from "../context";
import { anycast } from "../data/edges";
import type { HealthState } from "../health";
import { nearestEdge } from "../network/round-trip";
import { EndpointHealth, type Watched } from "./health";
import { type Accelerator, accelerators, type Listener, servedPorts } from "./rules/declared";
import { affinityOf, type Route, route } from "./rules/routing";
import type { Accelerators } from "./types";

/** How long an edge tries to reach an endpoint before it gives the client up. The twin's choice: AWS documents none. */
const connectMs = 30_000;

/** Declared accelerators: two anycast addresses each, TCP passed on from the client's edge to an endpoint's Region. */
export class GlobalAccelerator implements Accelerators {
  readonly #accelerators: Accelerator[];
  readonly #health: EndpointHealth;
  readonly #servers: Server[] = [];
  readonly #open = new Set<Socket>();

  readonly #context: TwinContext;

  /** `loadBalancerHealthy` says whether a load balancer's targets are; without it they are. */
  constructor(context: TwinContext, options: { loadBalancerHealthy?: (loadBalancerArn: string) => boolean } = {}) {
    this.#context = context;
    this.#accelerators = accelerators(context.graph);
    this.#health = new EndpointHealth(context, this.#watched(), options.loadBalancerHealthy ?? (() => true));
  }

  /** The endpoints should be up: the first look at each decides whether it is healthy. */
  async start(): Promise<void> {
    const { network, events } = this.#context;
    for (const accelerator of this.#accelerators) {
      const ips: (string | undefined)[] = [undefined, undefined];
      for (const listener of accelerator.listeners) {
        for (const port of servedPorts(listener)) {
          const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (socket) => {
            void this.#pass(socket, accelerator, listener, port);
          });
          this.#servers.push(server);
          for (const [index, ip] of ips.entries()) {
            const where = { server, port, place: anycast, name: accelerator.name, ...(ip !== undefined && { ip }) };
            ips[index] = (await network.serve(where)).ip;
          }
        }
      }
      network.publish(
        accelerator.dnsName,
        ips.filter((ip) => ip !== undefined),
      );
      for (const missing of accelerator.missing) {
        events.add("unsupported", accelerator.name, missing);
      }
    }
    this.#health.start();
  }

  async stop(): Promise<void> {
    this.#health.stop();
    for (const socket of this.#open) {
      socket.destroy();
    }
    await Promise.all(this.#servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  healthOf(endpointId: string): boolean {
    return this.#health.healthOf(endpointId);
  }

  healthStates(): HealthState[] {
    return this.#health.states();
  }

  /** Where a new connection of a client at `place` to one of the accelerators' addresses goes. Undefined for other addresses. */
  explain(
    ip: string,
    port: number,
    place: Place,
  ): { accelerator: string; edge: Place; route: Route | undefined; endpointIp: string | undefined } | undefined {
    const accelerator = this.#accelerators.find(({ dnsName }) =>
      this.#context.network.addressesOf(dnsName)?.includes(ip),
    );
    const listener = accelerator?.listeners.find(({ ports }) => ports.includes(port));
    if (!accelerator || !listener) {
      return undefined;
    }
    const client = this.#context.network.clientIp(place);
    const chosen = this.#route(listener, place, client);
    const endpointIp = chosen && this.#addressOf(chosen.endpoint.id);
    return { accelerator: accelerator.name, edge: nearestEdge(place), route: chosen, endpointIp };
  }

  #route(listener: Listener, place: Place, clientIp: string): Route | undefined {
    const { network } = this.#context;
    const edge = nearestEdge(place);
    return route(listener.groups, {
      healthOf: (id) => this.#health.healthOf(id),
      roundTripMs: (region) => network.roundTripMs(edge, network.place(region)),
      random: listener.sticky ? affinityOf(clientIp) : Math.random,
    });
  }

  /** The edge ends the client's TCP connection and opens one to the endpoint, which sees the client's address. */
  async #pass(socket: Socket, accelerator: Accelerator, listener: Listener, port: number): Promise<void> {
    this.#open.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#open.delete(socket));
    const caller = this.#context.network.callerOf(socket.remotePort);
    const chosen = caller && this.#route(listener, caller.place, caller.ip);
    const ip = chosen && this.#addressOf(chosen.endpoint.id);
    if (!caller || !chosen || ip === undefined) {
      return void socket.destroy();
    }
    const edge = nearestEdge(caller.place);
    const start = this.#context.clock.now();
    try {
      const onward = await this.#context.network.connect({
        from: edge,
        ip,
        port,
        trace: caller.trace,
        via: caller,
        timeoutMs: connectMs,
      });
      this.#note(accelerator, caller, edge, chosen, start, "ok");
      onward.on("error", () => socket.destroy());
      onward.on("close", () => {
        if (!onward.readableEnded) {
          socket.destroy();
        }
      });
      socket.on("close", () => onward.destroy());
      socket.pipe(onward).pipe(socket);
    } catch (error) {
      this.#note(
        accelerator,
        caller,
        edge,
        chosen,
        start,
        `error: ${(error as NodeJS.ErrnoException).code ?? "stopped"}`,
      );
      socket.destroy();
    }
  }

  #note(accelerator: Accelerator, caller: Caller, edge: Place, { group, why }: Route, start: number, outcome: string) {
    this.#context.ledger.hop({
      trace: caller.trace,
      at: start,
      ms: this.#context.clock.now() - start,
      service: "global-accelerator",
      resource: accelerator.name,
      action: `connect to ${group.region}: ${why}`,
      place: edge.name,
      region: null,
      dataClass: accelerator.dataClass,
      outcome,
    });
  }

  #addressOf(endpointId: string): string | undefined {
    const { graph, network } = this.#context;
    const dnsName = graph.byArn(endpointId)?.outputs.dnsName;
    return dnsName === undefined ? undefined : network.addressesOf(String(dnsName))?.[0];
  }

  #watched(): Watched[] {
    const listeners = this.#accelerators.flatMap(({ listeners: all }) => all);
    return listeners.flatMap(({ groups, ports }) =>
      groups.flatMap(({ region, endpoints }) =>
        endpoints.map(({ id }) => ({
          id,
          region,
          name: this.#context.graph.byArn(id)?.name ?? id,
          port: ports[0] ?? 443,
          address: () => this.#addressOf(id),
        })),
      ),
    );
  }
}
