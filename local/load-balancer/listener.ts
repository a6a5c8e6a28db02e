/** One listener's server: requests in, rule by rule, function or fixed answer out. */
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createHttps } from "node:https";
import type { Socket } from "node:net";
import type { Resource } from "../../graph/graph";
import type { Certificates } from "../acm/types";
import type { Caller, Clock, TwinContext } from "../context";
import type { FaultGate } from "../faults/gate";
import { guarded } from "../http/guard";
import { type HttpResponse, headersOf, readBody, target, text, write } from "../http/message";
import { tlsOfSslPolicy } from "../http/tls";
import { traceHeader } from "../http/trace-header";
import { dataClassOf } from "../lambda/rules";
import type { Waf } from "../waf/types";
import type { Listener } from "./rules/declared";
import { eventOf, responseOf, sizeLimit } from "./rules/event";
import { decide, matchingRule, type Request } from "./rules/routing";
import type { Targets } from "./targets";
import { loadBalancer } from "./types";

export interface ListenerOptions {
  context: TwinContext;
  certificates: Pick<Certificates, "forArn">;
  waf: Pick<Waf, "judge">;
  balancer: Resource;
  listener: Listener;
  targets: Targets;
  gate: FaultGate;
}

/** A server that does not listen yet. Throws where the listener's certificate is not issued. */
export function createListener(options: ListenerOptions) {
  const { context, balancer, listener, certificates } = options;
  const failure = text(500, "text/html", page(500, "Internal Server Error"));
  const handle = guarded({ events: context.events, subject: balancer.name, failure }, (request, response) =>
    serve(options, request, response),
  );
  const secure = listener.protocol === "HTTPS";
  // Whoever names no server, or another one, gets the default certificate:
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
  const server = secure
    ? createHttps(
        { ...certificates.forArn(listener.certificateArn ?? ""), ...tlsOfSslPolicy(listener.sslPolicy) },
        handle,
      )
    : createHttp(handle);
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html
  server.keepAliveTimeout = Math.max(1, context.clock.real(1000 * (balancer.inputs.idleTimeout ?? 60)));
  // "Upgrade requests are rejected with an HTTP 400 code", see event.ts.
  server.on("upgrade", (_, socket) => {
    // From here on the socket is nobody else's: a reset must not end the process.
    socket.on("error", () => {});
    socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
  });
  limitAge(server, context.clock, 1000 * (balancer.inputs.clientKeepAlive ?? 3600));
  return server;
}

/** When a connection was accepted, in the twin's time. */
const since = new WeakMap<Socket, number>();

/** After `clientKeepAlive` one more request is served, and its response closes the connection. */
function limitAge(server: ReturnType<typeof createHttp>, clock: Clock, limitMs: number) {
  const accepted = (socket: Socket) => since.set(socket, clock.now());
  server.on("connection", accepted);
  server.on("secureConnection", accepted);
  server.prependListener("request", (request: IncomingMessage, response: ServerResponse) => {
    if (clock.now() - (since.get(request.socket) ?? 0) >= limitMs) {
      response.shouldKeepAlive = false;
    }
  });
}

async function serve(options: ListenerOptions, request: IncomingMessage, response: ServerResponse) {
  const { context, balancer } = options;
  const { clock, ledger, network } = context;
  const startedAt = clock.now();
  const caller = network.callerOf(request.socket.remotePort);
  const trace = caller?.trace ?? ledger.open("unknown");
  const { name: resource } = balancer;
  const service = loadBalancer.name;
  const struck = await options.gate.passServed(response, { region: balancer.region!, service, resource });
  if (struck === "silent") {
    return;
  }
  const content = struck
    ? text(struck.status, "text/html", page(struck.status, struck.message))
    : await responseTo(options, request, caller, trace);
  ledger.hop({
    trace,
    at: startedAt,
    ms: clock.now() - startedAt,
    service,
    resource,
    action: `${request.method} ${target(request.url ?? "/").path}`,
    place: network.place(balancer.region!).name,
    region: balancer.region!,
    dataClass: dataClassOf(balancer.inputs.tags),
    outcome: String(content.status),
  });
  write(request, response, content);
}

async function responseTo(
  options: ListenerOptions,
  request: IncomingMessage,
  caller: Caller | undefined,
  trace: string,
): Promise<HttpResponse> {
  const { balancer, listener, targets, waf } = options;
  const seen = requestOf(options, request, caller, trace);
  const { clientIp: ip, method, path, headers } = seen;
  if (waf.judge(balancer.outputs.arn, { ip, method, path, headers }).action === "block") {
    return text(403, "text/html", page(403, "Forbidden"));
  }
  const body = await readBody(request, sizeLimit);
  const rule = matchingRule(listener.rules, seen);
  if (!rule) {
    return text(502, "text/html", page(502, "Bad Gateway"));
  }
  const decision = decide(rule, seen, Math.random());
  if (decision.kind === "unsupported") {
    return text(
      501,
      "text/plain",
      `The twin does not stand in for action "${decision.type}" of listener ${listener.name}.`,
    );
  }
  if (decision.kind === "response") {
    const { status, headers, body: content } = decision;
    return { status, headers: [["server", "awselb/2.0"], ...headers], body: Buffer.from(content) };
  }
  const group = targets.group(decision.targetGroupArn);
  if (!group || group.targets.length === 0) {
    return text(503, "text/html", page(503, "Service Temporarily Unavailable"));
  }
  if (!body) {
    return text(413, "text/html", page(413, "Request Entity Too Large"));
  }
  try {
    const response = responseOf(group, await targets.invoke(group, eventOf(group, seen, body), trace));
    if (response) {
      return response;
    }
  } catch {
    // The function's error is in the ledger and in its log; the client learns what AWS tells it.
  }
  return text(502, "text/html", page(502, "Bad Gateway"));
}

const page = (status: number, title: string) =>
  `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n</body>\r\n</html>\r\n`;

/** The request with the headers that the load balancer adds. */
function requestOf(
  options: ListenerOptions,
  request: IncomingMessage,
  caller: Caller | undefined,
  trace: string,
): Request {
  const { balancer, listener } = options;
  const headers = headersOf(request);
  if (balancer.inputs.dropInvalidHeaderFields) {
    for (const name of headers.keys()) {
      if (!/^[-a-z0-9]+$/.test(name)) {
        headers.delete(name);
      }
    }
  }
  const clientIp = caller?.ip ?? "127.0.0.1";
  const mode = balancer.inputs.xffHeaderProcessingMode ?? "append";
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/x-forwarded-headers.html
  if (mode === "append") {
    headers.set("x-forwarded-for", [[...(headers.get("x-forwarded-for") ?? []), clientIp].join(", ")]);
  } else if (mode === "remove") {
    headers.delete("x-forwarded-for");
  }
  headers.set("x-forwarded-port", [String(listener.port)]);
  headers.set("x-forwarded-proto", [listener.protocol.toLowerCase()]);
  headers.set("x-amzn-trace-id", [traceHeader(trace)]);
  return {
    method: request.method ?? "GET",
    ...target(request.url ?? "/"),
    headers,
    host: headers.get("host")?.[0] ?? "",
    protocol: listener.protocol,
    port: listener.port,
    clientIp,
  };
}
