/** Servers on loopback for the functions of a Region: what `AWS_ENDPOINT_URL_…` leads to. */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { InvalidInput } from "../../model/invalid-input";
import type { Faults } from "../faults/types";

/** It takes no connection while its Region is down. */
export class LoopbackServer {
  readonly #server: Server;
  readonly #isDown: () => boolean;

  /** `keepAliveMs`: how long a connection stays open without a request; left out: as Node has it. */
  constructor(region: string, faults: Pick<Faults, "isDown">, listener: RequestListener, keepAliveMs?: number) {
    this.#isDown = () => faults.isDown(region);
    this.#server = createServer(listener);
    if (keepAliveMs !== undefined) {
      this.#server.keepAliveTimeout = keepAliveMs;
    }
    this.#server.on("connection", (socket) => {
      if (this.#isDown()) {
        socket.destroy();
      }
    });
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** A Region that is down loses its connections. */
  faultsChanged(): void {
    if (this.#isDown()) {
      this.#server.closeAllConnections();
    }
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
}

/** What there is of a Region. Throws InvalidInput for a Region that has none. */
export function ofRegion<T>(all: ReadonlyMap<string, T>, region: string): T {
  const found = all.get(region);
  if (found !== undefined) {
    return found;
  }
  throw new InvalidInput(`Region is ${JSON.stringify(region)}; use one of ${[...all.keys()].join(", ")}`);
}
