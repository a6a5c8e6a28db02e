/** Stands for Elastic Load Balancing: the declared Application Load Balancers of every Region. */
import type { Server } from "node:http";
import type { Resource } from "../../graph/graph";
import type { Certificates } from "../acm/types";
import type { TwinContext } from "../context";
import { FaultGate } from "../faults/gate";
import type { HealthState } from "../health";
import type { Lambda } from "../lambda/types";
import type { Waf } from "../waf/types";
import { createListener } from "./listener";
import { forwardedGroups, type Listener, listenersOf, loadBalancers, targetGroups } from "./rules/declared";
import { balancerHealth } from "./rules/health";
import { Targets } from "./targets";
import { type ElasticLoadBalancing, loadBalancer } from "./types";

export interface LoadBalancerOptions {
  lambda: Pick<Lambda, "invoke">;
  certificates: Pick<Certificates, "forArn" | "onIssued">;
  waf: Pick<Waf, "judge">;
}

export class LoadBalancers implements ElasticLoadBalancing {
  readonly #targets: Targets;
  readonly #servers: Server[] = [];
  readonly #gate: FaultGate;
  /** Address → the load balancer that is served there. */
  readonly #served = new Map<string, Resource>();
  /** ARNs of the listeners that are served. */
  readonly #listening = new Set<string>();
  readonly #context: TwinContext;
  readonly #options: LoadBalancerOptions;

  constructor(context: TwinContext, options: LoadBalancerOptions) {
    this.#context = context;
    this.#options = options;
    this.#gate = new FaultGate(context);
    this.#targets = new Targets(context, options.lambda, targetGroups(context.graph));
  }

  /**
   * Serves each listener at its load balancer's address, published under its DNS name; checks all targets once. A listener
   * whose certificate is not issued is not served until it is, and an event says so.
   */
  async start(): Promise<void> {
    await this.#serveIssued();
    this.#options.certificates.onIssued(() => this.#serveIssued());
    await this.#targets.start();
  }

  async #serveIssued(): Promise<void> {
    const { graph } = this.#context;
    for (const balancer of loadBalancers(graph)) {
      for (const listener of listenersOf(graph, balancer.outputs.arn)) {
        if (!this.#listening.has(listener.arn)) {
          await this.#serve(balancer, listener);
        }
      }
    }
  }

  async #serve(balancer: Resource, listener: Listener): Promise<void> {
    const context = this.#context;
    const { network, events } = context;
    const { certificates, waf } = this.#options;
    try {
      const server = createListener({
        ...{ context, certificates, waf, balancer, listener },
        ...{ targets: this.#targets, gate: this.#gate },
      });
      this.#servers.push(server);
      this.#listening.add(listener.arn);
      const place = network.place(balancer.region!);
      const name = `load balancer ${balancer.name}`;
      const known = [...this.#served].find(([, served]) => served === balancer)?.[0];
      const where = { server, port: listener.port, place, name, service: loadBalancer.name };
      const { ip } = await network.serve({ ...where, ...(known === undefined ? {} : { ip: known }) });
      network.publish(balancer.outputs.dnsName, [ip]);
      this.#served.set(ip, balancer);
    } catch (error) {
      events.add("load-balancer", listener.name, `not served in ${balancer.region}: ${(error as Error).message}`);
    }
  }

  async stop(): Promise<void> {
    this.#targets.stop();
    this.#gate.stop();
    for (const server of this.#servers) {
      server.closeAllConnections();
    }
    await Promise.all(
      this.#servers
        .filter((server) => server.listening)
        .map((server) => new Promise((resolve) => server.close(resolve))),
    );
  }

  /** As Global Accelerator and Route 53 see it. An unknown load balancer is unhealthy. */
  healthOf(loadBalancerArn: string): "healthy" | "unhealthy" {
    const groups = forwardedGroups(listenersOf(this.#context.graph, loadBalancerArn));
    return balancerHealth(groups.map((arn) => this.#targets.states(arn)));
  }

  /** The load balancer at an address. */
  explain(ip: string): { name: string; region: string; health: "healthy" | "unhealthy" } | undefined {
    const balancer = this.#served.get(ip);
    if (!balancer) {
      return undefined;
    }
    return { name: balancer.name, region: balancer.region!, health: this.healthOf(balancer.outputs.arn) };
  }

  /** Every target, for the page. */
  healthStates(): HealthState[] {
    return this.#targets.healthStates();
  }
}
