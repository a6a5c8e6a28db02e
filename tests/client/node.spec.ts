import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer as createTcp, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileStorage, homeDispatcher, watchConnections } from "../../client/node";
import type { HomeCore, Measurement } from "../../client/types";

describe("client in Node", () => {
  let folder: string;
  const servers: Server[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "home-region-files-"));
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    await rm(folder, { recursive: true, force: true });
  });
  async function serve(): Promise<{ url: string; sockets: Set<unknown> }> {
    const sockets = new Set<unknown>();
    const server = createServer((_, response) => response.end("x"));
    server.on("connection", (socket) => sockets.add(socket));
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, sockets };
  }

  it("keeps any key and any value in files that only their owner reads", async () => {
    const inner = join(folder, "a/b");
    const storage = fileStorage(inner);
    assert.equal(await storage.getItem("x"), null);
    assert.deepEqual(await storage.getAllKeys(), []);
    const keys = ["../../etc/passwd", "a:b/c\\d", "é\n", "x".repeat(5000)];
    for (const key of keys) await storage.setItem(key, `value\nof ${key}`);
    for (const key of keys) assert.equal(await storage.getItem(key), `value\nof ${key}`);
    assert.deepEqual((await fileStorage(inner).getAllKeys()).sort(), [...keys].sort());
    assert.equal((await readdir(folder)).join(), "a");
    for (const key of keys) await storage.removeItem(key);
    assert.deepEqual(await readdir(inner), []);
  });

  it("replaces a value whole, and takes no half-written draft for one", async () => {
    const storage = fileStorage(folder);
    await Promise.all(Array.from({ length: 20 }, (_, n) => storage.setItem("k", String(n).repeat(10_000))));
    const value = await storage.getItem("k");
    assert.match(value ?? "", /^(\d{1,2})\1+$/);
    await writeFile(join(folder, "killed.draft"), "half");
    assert.deepEqual(await storage.getAllKeys(), ["k"]);
  });

  it("pools connections", async () => {
    const dispatcher = homeDispatcher({ connections: 2, connectMs: 3_600_000 });
    assert.ok(dispatcher, "this Node has an undici");
    const { url, sockets } = await serve();
    const init = { dispatcher } as RequestInit;
    await Promise.all(Array.from({ length: 20 }, async () => (await fetch(url, init)).text()));
    assert.equal(sockets.size, 2);
    await dispatcher.close();
  });

  it("gives up connecting when told", async () => {
    const dispatcher = homeDispatcher({ connectMs: 200 })!;
    const init = { dispatcher } as RequestInit;
    // Accepts and never says anything: TLS is part of connecting.
    const accepted: Socket[] = [];
    const silent = createTcp((socket) => accepted.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const port = (silent.address() as AddressInfo).port;
    const refused = (error: { cause?: { code?: string } }) => error.cause?.code === "UND_ERR_CONNECT_TIMEOUT";
    await assert.rejects(fetch(`https://127.0.0.1:${port}`, init), refused);
    await dispatcher.close();
    for (const socket of accepted) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });

  it("measures what connecting to home took, and to nobody else", async () => {
    const { url } = await serve();
    const other = await serve();
    const told: Measurement[] = [];
    const endpoints = [{ region: "ca-central-1", role: "primary", api: url, websocket: "" }];
    const home = { home: { endpoints }, emit: (_: string, event: Measurement) => told.push(event) };
    const stop = watchConnections(home as unknown as HomeCore);
    await (await fetch(url)).text();
    await (await fetch(other.url)).text();
    stop();
    assert.deepEqual(
      told.map(({ kind, region, status }) => [kind, region, status]),
      [["connect", "ca-central-1", 200]],
    );
    assert.ok(told[0]!.ms! > 0);
  });
});
