/** Firefox by WebDriver BiDi, which it speaks itself: https://w3c.github.io/webdriver-bidi/ */
import { spawn } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { WebSocket } from "ws";
import type { App } from "./app";
import { home, runAll, servePages } from "./browsers";
import type { World } from "./world";

/** As `inChromium`. */
export async function inFirefox(program: string, app: App, world: World): Promise<unknown> {
  await servePages(app, world);
  const profile = mkdtempSync(join(app.folder, "profile-"));
  const args = ["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0"];
  const child = spawn(program, args, {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, HOME: app.folder },
  });
  const ended = new Promise((done) => child.once("close", done));
  try {
    let said = "";
    const url = await new Promise<string>((done, fail) => {
      setTimeout(() => fail(new Error(`Firefox is silent: ${said}`)), 60_000).unref();
      child.stderr.on("data", (text) => {
        said += text;
        const found = /WebDriver BiDi listening on (ws:\S+)/.exec(said);
        if (found) {
          done(found[1]!);
        }
      });
      ended.then(() => fail(new Error(`Firefox ended: ${said}`)));
    });
    const socket = new WebSocket(`${url}/session`);
    await new Promise((done, fail) => socket.once("open", done).once("error", fail));
    let count = 0;
    const ask = (method: string, params: object) =>
      new Promise<any>((done, fail) => {
        const id = ++count;
        const listen = (text: unknown) => {
          const message = JSON.parse(String(text));
          if (message.id !== id) {
            return;
          }
          socket.off("message", listen);
          if (message.type === "success") {
            done(message.result);
          } else {
            fail(new Error(`${method}: ${message.message}`));
          }
        };
        socket.on("message", listen);
        socket.send(JSON.stringify({ id, method, params }));
      });
    const proxy = { proxyType: "manual", sslProxy: `127.0.0.1:${world.port}` };
    await ask("session.new", { capabilities: { alwaysMatch: { acceptInsecureCerts: true, proxy } } });
    const { contexts } = await ask("browsingContext.getTree", {});
    const { context } = contexts[0];
    await ask("browsingContext.navigate", { context, url: home, wait: "complete" });
    const evaluation = { expression: runAll, awaitPromise: true, target: { context } };
    const { type, result, exceptionDetails } = await ask("script.evaluate", evaluation);
    if (type !== "success") {
      throw new Error(exceptionDetails.text);
    }
    socket.close();
    return JSON.parse(result.value);
  } finally {
    child.kill();
    await ended;
  }
}
