import type { TwinContext } from "../context";
import type { HealthState } from "../health";
import { nearestEdge } from "../network/round-trip";
import { afterProbe, type CheckerState } from "../route53/rules/health";

/**
 * How Global Accelerator sees its endpoints. For a load balancer the load balancer's own health counts, whatever the
 * endpoint group says: https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoint-groups.html
 * AWS documents "about 30 seconds" until routing follows: here three looks in a row, 10 s apart, both ways.
 */
const intervalMs = 10_000;
const threshold = 3;
const connectMs = 5_000;

export interface Watched {
  id: string;
  name: string;
  region: string;
  port: number;
  /** The endpoint's address, once somebody serves it. */
  address(): string | undefined;
}

interface Seen extends CheckerState {
  endpoint: Watched;
  since: number;
  detail: string;
}

export class EndpointHealth {
  readonly #seen: Map<string, Seen>;
  readonly #ends: (() => void)[] = [];
  #stopped = false;
  readonly #context: Pick<TwinContext, "clock" | "events" | "ledger" | "network">;
  readonly #targetsHealthy: (loadBalancerArn: string) => boolean;

  constructor(
    context: Pick<TwinContext, "clock" | "events" | "ledger" | "network">,
    endpoints: readonly Watched[],
    targetsHealthy: (loadBalancerArn: string) => boolean,
  ) {
    this.#context = context;
    this.#targetsHealthy = targetsHealthy;
    const since = context.clock.now();
    // An endpoint must pass before it is sent traffic; all are up when the twin starts, and the first look decides.
    this.#seen = new Map(
      endpoints.map((endpoint) => [
        endpoint.id,
        { endpoint, healthy: true, against: threshold - 1, since, detail: "new" },
      ]),
    );
  }

  start(): void {
    const trace = this.#context.ledger.open("global accelerator health checkers");
    for (const seen of this.#seen.values()) {
      const look = () => this.#look(seen, trace);
      void look().catch(() => {});
      this.#ends.push(this.#context.clock.every(intervalMs, look));
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const end of this.#ends.splice(0)) {
      end();
    }
  }

  healthOf(id: string): boolean {
    return this.#seen.get(id)?.healthy ?? false;
  }

  states(): HealthState[] {
    return [...this.#seen.values()].map(({ endpoint, healthy, since, detail }) => {
      const { name, region } = endpoint;
      return { service: "global-accelerator", name, region, target: name, healthy, since, detail };
    });
  }

  async #look(seen: Seen, trace: string): Promise<void> {
    const { endpoint } = seen;
    const [passed, detail] = await this.#reach(endpoint, trace);
    if (this.#stopped) {
      return;
    }
    seen.detail = detail;
    const before = seen.healthy;
    Object.assign(seen, afterProbe(seen, passed, threshold));
    if (seen.healthy === before) {
      return;
    }
    seen.since = this.#context.clock.now();
    this.#context.events.add(
      "health",
      endpoint.name,
      `${endpoint.name} in ${endpoint.region} is ${passed ? "healthy" : "unhealthy"}: ${detail}`,
    );
  }

  async #reach({ id, region, port, address }: Watched, trace: string): Promise<[boolean, string]> {
    const ip = address();
    if (ip === undefined) {
      return [false, "it has no address"];
    }
    const { network, clock } = this.#context;
    const before = clock.now();
    try {
      const from = nearestEdge(network.place(region));
      const connection = await network.connect({ from, ip, port, trace, timeoutMs: connectMs });
      connection.destroy();
    } catch (error) {
      return [false, String((error as NodeJS.ErrnoException).code)];
    }
    const ms = Math.round(clock.now() - before);
    return this.#targetsHealthy(id) ? [true, `connected in ${ms} ms`] : [false, "no healthy target"];
  }
}
