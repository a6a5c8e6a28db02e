/** The control API and its page: one HTTP server on loopback. */
import { createServer } from "node:net";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { defaultPort } from "../../cli/port";
import { InvalidInput } from "../../model/invalid-input";
import type { Events, Service } from "../context";
import type { ControlDeps } from "./deps";
import { checkCaller, checkJson, pageHeaders } from "./guard";
import { type Lag, measureLag } from "./host-lag";
import { Observer } from "./observer";
import { problemOf, Refusal } from "./problems";
import { addRoutes } from "./routes";
import { EventStream } from "./stream";

const largestBody = 64 * 1024;

export interface ControlApi extends Service {
  /** `http://127.0.0.1:4600`, known once started. */
  url(): string;
}

/** `port` 0 takes a free one; `lag` is how far the host is behind. `start` throws InvalidInput where the port is taken. */
export function createControlApi(
  deps: ControlDeps,
  { port = defaultPort, lag = measureLag() }: { port?: number; lag?: Lag } = {},
): ControlApi {
  const { events } = deps.context;
  const app = fastify({
    bodyLimit: largestBody,
    forceCloseConnections: true,
    return503OnClosing: false,
    // What is wrong before any route is looked for: a path that cannot be decoded.
    frameworkErrors: (error, request, reply) => respondWithError(events, error, request, reply),
  });
  const observer = new Observer(deps, lag);
  const stream = new EventStream(observer, deps.context.events);
  const listening = () => (app.server.address() as { port: number } | null)?.port ?? port;

  app.removeContentTypeParser("text/plain");
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(pageHeaders);
    const { host, origin } = request.headers;
    checkCaller({ host, origin }, listening());
    if (request.method === "POST") {
      checkJson(request.headers["content-type"]);
    }
    if (request.url.startsWith("/api/")) {
      reply.header("cache-control", "no-store");
    }
  });
  app.setErrorHandler((error, request, reply) => respondWithError(events, error, request, reply));
  app.setNotFoundHandler((request) => {
    throw new Refusal(
      404,
      "no-such-route",
      `There is no ${request.method} ${request.url}: local/README.md lists what there is`,
    );
  });
  addRoutes(app, deps, observer, stream);
  app.register(fastifyStatic, { root: join(__dirname, "page"), cacheControl: false });

  return {
    url: () => `http://127.0.0.1:${listening()}`,
    async start() {
      await listen(() => app.listen({ host: "127.0.0.1", port }), port);
      await observer.start();
    },
    async stop() {
      stream.stop();
      await observer.stop();
      await app.close();
    },
  };
}

/** A problem. What a caller cannot know of gets a line on the timeline, and so does what is wrong with the request itself. */
function respondWithError(
  events: Pick<Events, "add">,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  const problem = problemOf(error);
  const kind = lines[problem.code];
  if (kind) {
    events.add(kind, "control API", `${request.method} ${request.url.slice(0, 100)}: ${problem.detail}`);
  }
  reply.status(problem.status).headers(pageHeaders).type("application/problem+json").send(problem);
}

const lines: Readonly<Record<string, string>> = {
  internal: "error",
  "path-undecodable": "bad-request",
  "too-large": "bad-request",
};

/** Throws InvalidInput where `port` is taken: to be asked before the long part of a start. */
export async function checkPort(port: number): Promise<void> {
  const probe = createServer();
  const opened = new Promise<string>((resolve, reject) => {
    probe.once("error", reject);
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve("free")));
  });
  await listen(() => opened, port);
}

async function listen(open: () => Promise<string>, port: number): Promise<void> {
  try {
    await open();
  } catch (error) {
    throw portError(error as NodeJS.ErrnoException, port);
  }
}

/** Why a port cannot be opened, in the words of who chose it. */
export function portError(error: NodeJS.ErrnoException, port: number): Error {
  if (error.code === "EACCES") {
    return new InvalidInput(
      `port ${port} on 127.0.0.1 may not be opened by you: on some systems ports below 1024 are the administrator's; ` +
        "choose another port: PORT=4600 make up",
    );
  }
  if (error.code !== "EADDRINUSE") {
    return error;
  }
  return new InvalidInput(
    `port ${port} on 127.0.0.1 is taken: another twin, or another program (find it with "lsof -i :${port}"); ` +
      `stop it, or choose another port: PORT=${port + 1} make up`,
  );
}
