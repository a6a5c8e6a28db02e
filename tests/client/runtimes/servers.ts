/** The scenario in Node 20, Deno and workerd, each in a process of its own. */
import { spawn } from "node:child_process";
import { join, resolve } from "node:path";
import type { App } from "./app";
import type { World } from "./world";

export const installed = resolve(__dirname, "../../../.home-region/runtimes/node_modules");
const wsModule = resolve(__dirname, "../../../node_modules/ws/wrapper.mjs");

/** A module that has the package, the scenario, and what is in `rest`. */
export const scenarioEntry = (rest: string) => `import * as core from "home-region-client";
import { createOffline } from "home-region-client/offline";
import { indexedDbStorage } from "home-region-client/storage";
import { scenario } from "./scenario.mjs";
const sdk = { ...core, createOffline };
${rest}`;

/** Runs a program that prints one line of JSON. Rejects with what it said where it fails. */
async function run(program: string, args: string[], app: App, env: Record<string, string>): Promise<unknown> {
  const options = { cwd: app.folder, env: { PATH: process.env.PATH, HOME: app.folder, ...env } } as const;
  const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"], timeout: 60_000 });
  let [out, err] = ["", ""];
  child.stdout.on("data", (text) => (out += text));
  child.stderr.on("data", (text) => (err += text));
  const code = await new Promise((done, fail) => child.once("error", fail).once("close", done));
  if (code !== 0) {
    throw new Error(`${program} ended with ${code}: ${err}${out}`);
  }
  return JSON.parse(out);
}

const print = "console.log(JSON.stringify(reported));";

/** Every name leads to the world; fetch, its pool and `ws` are untouched. */
export function inNode20(app: App, { tlsPort }: World): Promise<unknown> {
  const network = `const tls = require("node:tls"), { connect } = tls;
tls.connect = (to, ...rest) =>
  connect({ ...to, servername: to.servername || to.host, host: "127.0.0.1", port: ${tlsPort} }, ...rest);`;
  const entry = scenarioEntry(`import { fileStorage, homeDispatcher } from "home-region-client/node";
import { WebSocket } from ${JSON.stringify(wsModule)};
if (!process.version.startsWith("v20.") || globalThis.WebSocket) throw new Error("not Node 20: " + process.version);
const dispatcher = homeDispatcher();
const reported = await scenario({ sdk, storage: fileStorage("stored"), options: { WebSocket, dispatcher } });
await dispatcher.close();
${print}`);
  const args = ["--require", app.write("network.cjs", network), app.write("node.mjs", entry)];
  return run(join(installed, "node20/bin/node"), args, app, { NODE_EXTRA_CA_CERTS: join(app.folder, "ca.pem") });
}

export function inDeno(app: App, { port }: World): Promise<unknown> {
  const entry = scenarioEntry(`localStorage.clear();
const reported = await scenario({ sdk, storage: localStorage });
${print}`);
  const flags = "run --quiet --no-prompt --no-remote --node-modules-dir=manual --allow-net=*.example.com".split(" ");
  const env = { HTTPS_PROXY: `http://127.0.0.1:${port}`, DENO_CERT: join(app.folder, "ca.pem"), DENO_DIR: app.folder };
  return run(join(installed, "deno/deno"), [...flags, app.write("deno.mjs", entry)], app, env);
}

/** Cloudflare's runtime under the rules of a compatibility date. */
export async function inWorkerd(app: App, { port }: World, date: string): Promise<unknown> {
  const entry = scenarioEntry(`export default {
  async fetch() {
    try {
      return Response.json(await scenario({ sdk, storage: core.memoryStorage() }));
    } catch (error) {
      return new Response(error.stack, { status: 500 });
    }
  },
};`);
  app.write("worker.mjs", await app.bundle(entry, ["workerd", "worker", "browser", "import"]));
  app.write(
    "config.capnp",
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = (modules = [(name = "worker", esModule = embed "worker.mjs")],
      compatibilityDate = "${date}", globalOutbound = "world")),
    (name = "world", external = (address = "127.0.0.1:${port}", http = ())),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);`,
  );
  const program = join(installed, "workerd/bin/workerd");
  const child = spawn(program, ["serve", "config.capnp", "--control-fd=3"], {
    cwd: app.folder,
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
  let err = "";
  child.stderr!.on("data", (text) => (err += text));
  const ended = new Promise((done) => child.once("close", done));
  try {
    const listening = new Promise<number>((done) =>
      child.stdio[3]!.on("data", (text) => done(JSON.parse(String(text).split("\n")[0]!).port)),
    );
    const own = await Promise.race([listening, ended.then(() => 0)]);
    if (!own) {
      throw new Error(`workerd ended: ${err}`);
    }
    const response = await fetch(`http://127.0.0.1:${own}/`);
    const text = await response.text();
    if (response.status !== 200) {
      throw new Error(`${text}${err}`);
    }
    return JSON.parse(text);
  } finally {
    child.kill();
    await ended;
  }
}
