import type { Place, TwinContext } from "../context";
import type { HealthState } from "../health";
import { HealthChecks } from "./health";
import { answer, type DnsAnswer, type Question, type World, withoutAnswer } from "./rules/answer";
import { findingsOf } from "./rules/check";
import { dnsName, isInZone } from "./rules/names";
import { type HostedZone, hostedZones } from "./rules/records";
import { type LoadBalancerHealth, loadBalancerHealth, withoutDualstack } from "./rules/targets";
import { DnsServer } from "./server";
import type { Dns } from "./types";

/** Every declared hosted zone behind a real DNS server, with its health checks. */
export class Route53 implements Dns {
  readonly #zones: HostedZone[];
  readonly #health: HealthChecks;
  readonly #server: DnsServer;
  readonly #said = new Set<string>();

  readonly #context: TwinContext;
  readonly #options: { port?: number; loadBalancerHealthy?: LoadBalancerHealth };

  /**
   * `port` 0 (the default) finds a free one. `loadBalancerHealthy` says whether a load balancer's targets are, for
   * aliases that evaluate it; without it they are.
   */
  constructor(context: TwinContext, options: { port?: number; loadBalancerHealthy?: LoadBalancerHealth } = {}) {
    this.#context = context;
    this.#options = options;
    this.#zones = hostedZones(context.graph);
    this.#health = new HealthChecks(context, (hostname, from) => this.addressFor(hostname, from));
    this.#server = new DnsServer(
      ({ question, subnet }) => this.resolve(question, subnet && context.network.placeOfIp(subnet.ip)),
      (error) => this.#say("DNS", `an answer cannot be made: ${error.message}`),
    );
  }

  /** Also the health checks start: everything that they probe should be up. */
  async start(): Promise<void> {
    await this.#server.start(this.#options.port ?? 0);
    this.#sayWhatIsMissing();
    this.#health.start();
  }

  async stop(): Promise<void> {
    this.#health.stop();
    await this.#server.stop();
  }

  get port(): number {
    return this.#server.port;
  }

  healthOf(healthCheckId: string): boolean {
    return this.#health.healthOf(healthCheckId);
  }

  healthStates(): HealthState[] {
    return this.#health.states();
  }

  /** What a resolver that tells (or does not tell) where its client is gets. Never throws: SERVFAIL says that it failed. */
  resolve(question: Question, client: Place | undefined): DnsAnswer {
    const name = dnsName(question.name);
    const zone = this.#zones.find((candidate) => isInZone(name, candidate.name));
    if (zone && this.#context.faults.effects({}).undelegated) {
      // From the parent: it has no such name, since it delegates to nobody.
      return withoutAnswer("NXDOMAIN", [`${zone.name} is not delegated to its hosted zone`]);
    }
    try {
      return answer(this.#zones, { name, type: question.type }, this.#world(client));
    } catch (error) {
      const why = `${name} ${question.type} cannot be answered: ${(error as Error).message}`;
      this.#say(name, why);
      return withoutAnswer("SERVFAIL", [why]);
    }
  }

  /** The first address of a host name. */
  addressFor(hostname: string, from: Place): string | undefined {
    return this.resolve({ name: hostname, type: "A" }, from).answers.find(({ type }) => type === "A")?.value;
  }

  #world(client: Place | undefined): World {
    const { network, graph } = this.#context;
    return {
      client,
      healthOf: (id) => this.#health.healthOf(id),
      target: (hostname) => {
        const addresses = network.addressesOf(withoutDualstack(hostname));
        if (!addresses) {
          return undefined;
        }
        return { addresses, healthy: loadBalancerHealth(graph, hostname, this.#options.loadBalancerHealthy) };
      },
      roundTripMs: (from, region) => network.roundTripMs(from, network.place(region)),
      random: Math.random,
    };
  }

  #sayWhatIsMissing(): void {
    for (const { name, message } of findingsOf(this.#zones)) {
      this.#context.events.add("unsupported", name, message);
    }
  }

  /** One line for each thing that is wrong, however often it is asked for. */
  #say(subject: string, message: string): void {
    if (this.#said.has(message)) {
      return;
    }
    this.#said.add(message);
    this.#context.events.add("error", subject, message);
  }
}
