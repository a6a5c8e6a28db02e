/** React Native's JavaScript in its engine: Metro bundles the app, Hermes runs it, and this is the device's native side. */
import { execFileSync, spawn } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import type { ClientRequest } from "node:http";
import { Agent, request } from "node:https";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { connect } from "node:tls";
import { type ClientOptions, WebSocket } from "ws";
import type { App } from "./app";
import { installed } from "./servers";
import type { World } from "./world";

/** The interpreter, which is published for x64 only; undefined elsewhere. */
export const hermesPath = () => {
  const folder = { linux: "linux64-bin", darwin: "osx-bin" }[process.platform as string];
  return folder && process.arch === "x64" ? join(installed, "hermes-engine-cli", folder, "hermes") : undefined;
};
const parts = join(__dirname, "react-native");

/** One script of the app, the package resolved under React Native's conditions. */
function bundle(app: App): string {
  for (const name of ["entry.js", "native.js"]) {
    cpSync(join(parts, name), join(app.folder, name));
  }
  cpSync(join(app.folder, "scenario.mjs"), join(app.folder, "scenario.js"));
  // The published interpreter is older than React Native's own and knows no classes.
  const presets = [[join(installed, "@react-native/babel-preset"), { unstable_transformProfile: "default" }]];
  app.write("babel.config.js", `module.exports = ${JSON.stringify({ presets })};`);
  execFileSync(process.execPath, [join(parts, "bundle.js"), app.folder, installed], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  return readFileSync(join(app.folder, "app.bundle.js"), "utf8");
}

export async function inReactNative(hermes: string, app: App, world: World): Promise<unknown> {
  const script = bundle(app);
  // With its prompt and standard input Hermes waits for events, as the app's thread does.
  const child = spawn(hermes, ["-Xes6-promise", "-Xmicrotask-queue"], { stdio: ["pipe", "pipe", "inherit"] });
  const tell = (name: string, ...args: unknown[]) =>
    child.stdin.write(`${name}(${args.map((arg) => JSON.stringify(arg)).join(",")});0\n`);
  const event = (...args: unknown[]) => tell("__event", ...args);
  const trust = { ca: readFileSync(join(app.folder, "ca.pem")), host: "127.0.0.1", port: world.tlsPort };
  const agent = new Agent({ keepAlive: true });
  const requests = new Map<number, ClientRequest>();
  const sockets = new Map<number, WebSocket>();

  const native: Record<string, (...args: any[]) => void> = {
    timer: (id, ms) => setTimeout(() => event("timer", id), ms),
    http(id, { method, url, headers, body, responseType }) {
      const { host, pathname, search } = new URL(url);
      const sent = request({
        ...trust,
        agent,
        method,
        path: pathname + search,
        servername: host,
        headers: { ...Object.fromEntries(headers), host },
      });
      requests.set(id, sent);
      sent.on("error", (error) => event("didCompleteNetworkResponse", [id, error.message, false]));
      sent.on("response", async (response) => {
        let text = "";
        for await (const part of response) {
          text += part;
        }
        event("didReceiveNetworkResponse", [id, response.statusCode, response.headers, url]);
        tell("__data", id, text, responseType);
        event("didCompleteNetworkResponse", [id, null]);
      });
      sent.end(body ?? undefined);
    },
    abort: (id) => requests.get(id)?.destroy(),
    socket(id, url, protocols) {
      const { host: servername } = new URL(url);
      const createConnection = () => connect({ ...trust, servername });
      const socket = new WebSocket(url, protocols, { createConnection } as ClientOptions);
      sockets.set(id, socket);
      socket.on("open", () => event("websocketOpen", { id, protocol: socket.protocol }));
      socket.on("message", (data) => event("websocketMessage", { id, type: "text", data: String(data) }));
      socket.on("error", ({ message }) => event("websocketFailed", { id, message }));
      socket.on("close", (code, reason) => event("websocketClosed", { id, code, reason: String(reason) }));
    },
    send: (id, text) => sockets.get(id)?.send(text),
    close: (id, code, reason) => sockets.get(id)?.close(code, reason),
  };

  let deadline: NodeJS.Timeout | undefined;
  try {
    return await new Promise((done, fail) => {
      let said = "";
      deadline = setTimeout(() => fail(new Error(`nothing more came: ${said}`)), 40_000);
      child.once("error", fail).once("close", () => fail(new Error(`Hermes ended: ${said}`)));
      createInterface(child.stdout).on("line", (line) => {
        const start = line.indexOf("@@[");
        if (start < 0) {
          if (/[^>\s0]/.test(line)) {
            said += `${line}\n`;
          }
          if (/^Uncaught|^>> Uncaught/.test(line)) {
            setTimeout(() => fail(new Error(said)), 200);
          }
          return;
        }
        const [kind, ...args] = JSON.parse(line.slice(start + 2));
        if (kind === "reported") {
          done(args[0]);
        } else if (kind === "failed") {
          fail(new Error(args[0]));
        } else {
          native[kind]!(...args);
        }
      });
      child.stdin.write(`(0,eval)(${JSON.stringify(script)});0\n`);
    });
  } finally {
    clearTimeout(deadline);
    for (const socket of sockets.values()) {
      socket.terminate();
    }
    agent.destroy();
    child.kill();
  }
}
