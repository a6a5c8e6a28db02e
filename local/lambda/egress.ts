/** The way out of each Region for its functions: DNS, and HTTPS to the names of the twin, as from there. */
import type { Service, TwinContext } from "../context";
import { PlaceProxy } from "../device/proxy";

export interface Reach {
  /** Known once DNS has started, which is after functions can be invoked. */
  readonly dnsPort: number;
  /** PEM. */
  readonly authority: string;
}

export class Egress implements Service {
  readonly #proxies = new Map<string, PlaceProxy>();
  readonly #context: TwinContext;
  readonly #reach: Reach;

  constructor(context: TwinContext, reach: Reach) {
    this.#context = context;
    this.#reach = reach;
  }

  async start(): Promise<void> {
    const regions = new Set(this.#context.graph.ofType("aws:lambda/function:Function").map(({ region }) => region!));
    for (const region of regions) {
      const proxy = new PlaceProxy(this.#context, this.#context.network.place(region), this.#reach);
      this.#proxies.set(region, proxy);
      await proxy.start();
    }
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#proxies.values()].map((proxy) => proxy.stop()));
  }

  /** What a function finds in its environment. Programs that know nothing of it go nowhere: no name of the twin is in real DNS. */
  variables(region: string): Record<string, string> {
    return {
      DNS_SERVERS: `127.0.0.1:${this.#reach.dnsPort}`,
      HTTPS_PROXY: this.#proxies.get(region)?.url ?? "",
      NO_PROXY: "127.0.0.1",
    };
  }
}
