import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { channel } from "node:diagnostics_channel";
import files, {
  type FileHandle,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createServer as createTcp, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mock } from "node:test";
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
    for (const key of keys) {
      await storage.setItem(key, `value\nof ${key}`);
    }
    for (const key of keys) {
      assert.equal(await storage.getItem(key), `value\nof ${key}`);
    }
    assert.deepEqual((await fileStorage(inner).getAllKeys()).sort(), [...keys].sort());
    assert.equal((await readdir(folder)).join(), "a");
    for (const key of keys) {
      await storage.removeItem(key);
    }
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

  it("leaves out of its keys what is taken away while they are read", async () => {
    const storage = fileStorage(folder);
    await storage.setItem("there", "x");
    // As a file that is gone between the listing and the reading: a link to nothing.
    await symlink(join(folder, "nothing"), join(folder, "gone.item"));
    assert.deepEqual(await storage.getAllKeys(), ["there"]);
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
    for (const socket of accepted) {
      socket.destroy();
    }
    await new Promise((resolve) => silent.close(resolve));
  });

  it("measures what connecting to home took, and to nobody else", async () => {
    const { url } = await serve();
    const other = await serve();
    const reported: Measurement[] = [];
    const endpoints = [{ region: "ca-central-1", role: "primary", api: url, websocket: "" }];
    const home = { home: { endpoints }, emit: (_: string, event: Measurement) => reported.push(event) };
    const stop = watchConnections(home as unknown as HomeCore);
    await (await fetch(url)).text();
    await (await fetch(other.url)).text();
    stop();
    assert.deepEqual(
      reported.map(({ kind, region, status }) => [kind, region, status]),
      [["connect", "ca-central-1", 200]],
    );
    assert.ok(reported[0]!.ms! > 0);
  });

  it("keeps folder and files from other users, and says what is wrong with a folder that it cannot use", async () => {
    const inner = join(folder, "private");
    const storage = fileStorage(inner);
    await storage.setItem("k", "v");
    const [file] = await readdir(inner);
    assert.match(file!, /^[0-9a-f]{64}\.item$/);
    assert.equal((await stat(inner)).mode & 0o777, 0o700);
    assert.equal((await stat(join(inner, file!))).mode & 0o777, 0o600);
    assert.equal(await readFile(join(inner, file!), "utf8"), '"k"\nv');
    await writeFile(join(folder, "file"), "x");
    const blocked = fileStorage(join(folder, "file"));
    await assert.rejects(
      async () => blocked.setItem("k", "v"),
      (error: NodeJS.ErrnoException) => error.code === "EEXIST" || error.code === "ENOTDIR",
    );
    await assert.rejects(
      async () => blocked.getItem("k"),
      (error: NodeJS.ErrnoException) => error.code === "ENOTDIR",
    );
    await storage.removeItem("never there");
  });

  it("leaves no draft behind a write that fails", async () => {
    const storage = fileStorage(folder);
    await storage.setItem("k", "v");
    const [file] = await readdir(folder);
    await rm(join(folder, file!));
    // A folder is where the item should come: it cannot take that name.
    await mkdir(join(folder, file!, "inside"), { recursive: true });
    await assert.rejects(async () => storage.setItem("k", "v"));
    assert.deepEqual(await readdir(folder), [file]);
  });

  it("closes each file that it writes, and says why one cannot be opened", async () => {
    const handles: FileHandle[] = [];
    const real = files.open;
    const opened = mock.method(files, "open", async (...args: Parameters<typeof real>) => {
      const handle = await real(...args);
      handles.push(handle);
      return handle;
    });
    const storage = fileStorage(folder);
    try {
      await storage.setItem("k", "v");
      assert.deepEqual(
        handles.map(({ fd }) => fd),
        [-1],
        "no file is left open",
      );
      opened.mock.mockImplementation(() => Promise.reject(Object.assign(new Error("too many"), { code: "EMFILE" })));
      await assert.rejects(async () => storage.setItem("k", "w"), { code: "EMFILE" });
    } finally {
      opened.mock.restore();
    }
    assert.equal(await storage.getItem("k"), "v");
  });

  it("pools where nothing has used the network before", () => {
    const program = 'process.stdout.write(String(require("./client/node").homeDispatcher()?.constructor.name))';
    const run = spawnSync(process.execPath, ["-r", "./graph/register.js", "-e", program], { encoding: "utf8" });
    assert.equal(run.stdout, "Agent", run.stderr);
  });

  it("pools as it is told, and as it thinks best where it is not", () => {
    const symbol = Symbol.for("undici.globalDispatcher.1");
    const page = globalThis as unknown as Record<symbol, unknown>;
    const before = page[symbol];
    const made: object[] = [];
    class Agent {
      dispatch() {}
      constructor(options?: object) {
        if (options) {
          made.push(options);
        }
      }
    }
    const give = (value: unknown) => {
      page[symbol] = value;
    };
    try {
      give(new Agent());
      assert.ok(homeDispatcher() instanceof Agent);
      homeDispatcher({ connectMs: 1, keepAliveMs: 2, connections: 3 });
      assert.deepEqual(made, [
        { connect: { timeout: 2000 }, keepAliveTimeout: 30_000, connections: 64 },
        { connect: { timeout: 1 }, keepAliveTimeout: 2, connections: 3 },
      ]);
      for (const strange of [undefined, {}, { constructor: Agent }, { constructor: 7, dispatch() {} }]) {
        give(strange);
        assert.equal(homeDispatcher(), undefined);
      }
    } finally {
      page[symbol] = before;
    }
  });

  it("measures connections in the order in which they were begun, also those that fail", () => {
    const reported: Measurement[] = [];
    const endpoints = [{ region: "ca-central-1", api: "https://ca.api.example.com" }];
    const names = new Set<string>();
    const emit = (name: string, event: Measurement) => names.add(name) && reported.push(event);
    const home = { home: { endpoints }, emit };
    const publish = (name: string, message: object) => channel(`undici:client:${name}`).publish(message);
    const stop = watchConnections(home as unknown as HomeCore);
    const connector = () => {};
    const ours = { connectParams: { protocol: "https:", host: "ca.api.example.com" }, connector };
    const other = { connectParams: { protocol: "https:", host: "us.api.example.com" }, connector };
    const start = performance.now();
    publish("connected", ours);
    publish("beforeConnect", other);
    publish("connected", other);
    publish("beforeConnect", ours);
    publish("beforeConnect", ours);
    const before = Date.now();
    publish("connected", ours);
    publish("connectError", ours);
    publish("connected", ours);
    assert.deepEqual(
      reported.map(({ kind, region, status }) => [kind, region, status]),
      [
        ["connect", "ca-central-1", 200],
        ["connect", "ca-central-1", 0],
      ],
    );
    assert.deepEqual([...names], ["measurement"]);
    for (const { ms, at } of reported) {
      assert.ok(ms! >= 0 && ms! <= performance.now() - start && at! <= Date.now() && at! + ms! >= before - 1);
    }
    stop();
    publish("beforeConnect", ours);
    publish("connected", ours);
    assert.equal(reported.length, 2);
    const nowhere = watchConnections({ home: undefined, emit: () => assert.fail("told") } as unknown as HomeCore);
    publish("beforeConnect", ours);
    publish("connected", ours);
    nowhere();
  });
});
