/** Several operators at one registry that has replicas over the border; their calls come in an order that the test chooses. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { ScanCommand } from "@aws-sdk/client-dynamodb";
import type { AttributeMap } from "../../local/dynamodb/store";
import type { RegistryTarget } from "../../registry/target";
import { KeyedTables, registry, sdk, tablesGraph } from "../support/tables";
import { twinContext } from "../support/twin-context";

export const registryRegions = ["ca-central-1", "ca-west-1", "us-east-1", "us-west-2"];

/** The twin's own tables. Operators reach them at `at`'s endpoint; what they write is written in the registry's Region. */
export async function startGlobalRegistry() {
  const twin = await twinContext({ graph: tablesGraph() });
  const tables = new KeyedTables(twin);
  await tables.start();
  const clients = new Map(registryRegions.map((region) => [region, sdk(tables, region)]));
  const client = sdk(tables, "ca-central-1");
  const scan = async (region: string) => {
    const found = await clients.get(region)?.send(new ScanCommand({ TableName: registry, ConsistentRead: true }));
    const Items = found?.Items ?? [];
    return new Map((Items as AttributeMap[]).map((item) => [String(item.pk?.S), item]));
  };
  return {
    client,
    scan,
    target: (region: string, hashSecret: string, endpoint = tables.endpoint(region)): RegistryTarget => ({
      ...{ name: "the test", region: "ca-central-1", table: registry, hashSecret: hashSecret, endpoint },
      credentials: tables.operator(),
    }),
    endpoint: (region: string) => tables.endpoint(region),
    /** Resolves when every write has reached every Region. */
    async replicated() {
      while (tables.pending()[registry]) {
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
    async close() {
      for (const item of [client, ...clients.values()]) {
        item.destroy();
      }
      await tables.stop();
      await twin.close();
    },
  };
}

export type GlobalRegistry = Awaited<ReturnType<typeof startGlobalRegistry>>;

/** Lets calls through one at a time: next is whoever `order` names, as long as that one has not finished. */
export class Turns {
  readonly #waiting = new Map<number, () => void>();
  readonly #finished = new Set<number>();
  #busy = false;

  constructor(
    readonly order: number[],
    readonly operators: number,
  ) {}

  /** Waits for `operator`'s turn; what it resolves to ends the turn. */
  async take(operator: number): Promise<() => void> {
    await new Promise<void>((resolve) => {
      this.#waiting.set(operator, resolve);
      this.#next();
    });
    return () => {
      this.#busy = false;
      this.#next();
    };
  }

  finish(operator: number): void {
    this.#finished.add(operator);
    this.#next();
  }

  #next(): void {
    // Nobody goes before all who still work have asked: the order must not be that of the machine's load.
    if (this.#busy || this.#waiting.size < this.operators - this.#finished.size) {
      return;
    }
    while (this.order.length > 0 && this.#finished.has(this.order[0] ?? 0)) {
      this.order.shift();
    }
    const [first] = this.#waiting.keys();
    const operator = this.order.shift() ?? first;
    if (operator === undefined) {
      return;
    }
    const go = this.#waiting.get(operator);
    this.#waiting.delete(operator);
    this.#busy = true;
    go?.();
  }
}

/** A way to `endpoint` on which each call waits for its turn. */
export async function turnstile(endpoint: string, turns: Turns, operator: number) {
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const headers = Object.fromEntries(
      ["authorization", "content-type", "x-amz-target", "x-amz-date"].map((name) => [
        name,
        String(request.headers[name]),
      ]),
    );
    const done = await turns.take(operator);
    const reply = await fetch(endpoint, { method: "POST", headers, body });
    response.writeHead(reply.status, { "content-type": String(reply.headers.get("content-type")) });
    response.end(await reply.text());
    done();
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
