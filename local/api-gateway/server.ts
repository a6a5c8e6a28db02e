/** One Region's HTTPS server: picks the certificate by SNI and the API by Host. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { createSecureContext, type SecureContext, type SecureVersion, type TLSSocket } from "node:tls";
import type { Resource } from "../../graph/graph";
import { covers } from "../acm/rules";
import type { Certificates } from "../acm/types";
import type { TwinContext } from "../context";
import type { FaultGate } from "../faults/gate";
import type { ServiceError } from "../faults/types";
import { guarded } from "../http/guard";
import { type HttpResponse, readBody, target, text, write } from "../http/message";
import { tlsOfSecurityPolicy } from "../http/tls";
import { traceHeader } from "../http/trace-header";
import { dataClassOf } from "../lambda/rules";
import { bodyLimit, type Pipeline } from "./pipeline";
import type { Domain, Stage } from "./rules/declared";
import type { ProxyRequest } from "./rules/event";
import { type Target, targetOfApi, targetOfDomain } from "./rules/routing";
import { apiGateway } from "./types";

export interface ServerOptions {
  context: TwinContext;
  region: string;
  certificates: Certificates;
  /** Those that are served: ones whose certificate is issued later are added. */
  domains: readonly Domain[];
  /** All, for the TLS versions that the server accepts at all. */
  declared: readonly Domain[];
  /** Host names that another Region serves too. */
  shared: ReadonlySet<string>;
  stages: Stage[];
  pipeline: Pipeline;
  gate: FaultGate;
}

/** Oldest first. */
const versions: SecureVersion[] = ["TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"];

/**
 * A server that does not listen yet. Domains whose certificate is not issued are not among `domains`. It has no
 * certificate for whoever names no server, or one that is not served here: the handshake ends with `handshake_failure`, as
 * https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html says of such endpoints (EnableSNI).
 */
export function createRegionServer(options: ServerOptions) {
  const { region, certificates, domains, declared, shared } = options;
  const contexts = new Map<string, SecureContext>();
  const served = (host: string) => {
    const domain = contexts.has(host) ? undefined : domains.find((candidate) => candidate.host === host);
    if (domain) {
      contexts.set(host, createSecureContext(certificates.forArn(domain.certificateArn)));
    }
    return contexts.get(host);
  };
  const least = new Map(
    declared.map(({ host, securityPolicy }) => [host, tlsOfSecurityPolicy(securityPolicy).minVersion]),
  );
  const oldest = versions.find((version) => version === "TLSv1.2" || [...least.values()].includes(version))!;
  const defaultEndpoints = `*.execute-api.${region}.amazonaws.com`;
  const own = createSecureContext(certificates.forHost(`execute-api.${region}.amazonaws.com`));
  const contextOf = async (host: string) => {
    const domain = domains.find((candidate) => candidate.host === host);
    const flaw = domain && shared.has(host) ? options.context.faults.effects({ region }).certificate : undefined;
    return flaw
      ? createSecureContext(await certificates.flawed(domain!.certificateArn, flaw))
      : (served(host) ?? (covers(defaultEndpoints, host) ? own : undefined));
  };
  const server = createServer(
    {
      minVersion: oldest,
      SNICallback: (name, done) => {
        contextOf(name.toLowerCase()).then(
          (found) => done(null, found),
          (error) => done(error),
        );
      },
    },
    guarded({ events: options.context.events, subject: `API Gateway ${region}`, failure }, (request, response) =>
      serve(options, request, response),
    ),
  );
  // AWS documents no idle time for REST APIs; this is the twin's choice.
  server.keepAliveTimeout = Math.max(options.context.clock.real(60_000), 2_000);
  // The server accepts what any of its domains accepts; each connection then has to satisfy its own domain.
  server.on("secureConnection", (socket: TLSSocket) => {
    const wanted = least.get(String(socket.servername || "").toLowerCase());
    const used = versions.indexOf(socket.getProtocol() as SecureVersion);
    if (wanted && used < versions.indexOf(wanted)) {
      socket.destroy();
    }
  });
  return server;
}

const failure = text(500, "application/json", '{"message":"Internal server error"}');

async function serve(options: ServerOptions, request: IncomingMessage, response: ServerResponse) {
  const { context, region, pipeline } = options;
  const { clock, ledger, network } = context;
  const startedAt = clock.now();
  const caller = network.callerOf(request.socket.remotePort);
  const trace = caller?.trace ?? ledger.open("unknown");
  const url = target(request.url ?? "/");
  const found = targetOf(options, request, url.path);
  const requestId = randomUUID();
  const body = await readBody(request, bodyLimit);
  let content = forbidden();
  const named = found.resource && { resource: found.resource.name };
  const struck = await options.gate.passServed(response, { region, service: apiGateway.name, ...named });
  if (struck === "silent") {
    return;
  }
  if (struck) {
    content = failed(struck);
  } else if (found.target) {
    const { stage, path } = found.target;
    const seen: ProxyRequest & { tooLarge: boolean } = {
      method: request.method ?? "GET",
      path: url.path,
      routedPath: path,
      query: url.query,
      headers: headersFor(request, caller?.ip ?? "127.0.0.1", trace),
      body: body ?? Buffer.alloc(0),
      tooLarge: body === undefined,
      host: hostOf(request),
      sourceIp: caller?.ip ?? "127.0.0.1",
      requestId,
      at: startedAt,
    };
    content = await pipeline.respond(stage, seen, trace);
  }
  const { resource } = found;
  ledger.hop({
    trace,
    at: startedAt,
    ms: clock.now() - startedAt,
    service: "api-gateway",
    resource: resource?.name ?? hostOf(request),
    action: `${request.method} ${url.path}`,
    place: network.place(region).name,
    region,
    dataClass: dataClassOf(resource?.inputs.tags),
    outcome: String(content.status),
  });
  content.headers.push(["x-amzn-RequestId", requestId], ["x-amz-apigw-id", requestId.replaceAll("-", "").slice(0, 15)]);
  content.headers.push(["X-Amzn-Trace-Id", traceHeader(trace)]);
  write(request, response, content);
}

const hostOf = (request: IncomingMessage) => (request.headers.host ?? "").toLowerCase().replace(/:\d+$/, "");

/** The API behind the host name. `resource` is the API, for the ledger, also where its endpoint is turned off. */
function targetOf(
  { domains, stages, region, shared, context }: ServerOptions,
  request: IncomingMessage,
  path: string,
): { target?: Target | undefined; resource?: Resource | undefined } {
  const host = hostOf(request);
  const domain = domains.find((domain) => domain.host === host);
  if (domain) {
    const unmapped = shared.has(host) && context.faults.effects({ region }).unmapped;
    const target = unmapped ? undefined : targetOfDomain(domain, stages, path);
    return { target, resource: target?.stage.api ?? domain.resource };
  }
  const apiId = host.endsWith(`.execute-api.${region}.amazonaws.com`) ? host.split(".")[0]! : "";
  const api = stages.find((stage) => stage.api.id === apiId)?.api;
  // "Clients can still connect to your default endpoint, but they will receive a 403 Forbidden status code."
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html
  if (!api || api.inputs.disableExecuteApiEndpoint) {
    return { resource: api };
  }
  return { target: targetOfApi(apiId, stages, path), resource: api };
}

/** A host, base path or stage that is not there: no API's gateway response applies. */
const forbidden = (): HttpResponse => ({
  status: 403,
  headers: [
    ["Content-Type", "application/json"],
    ["x-amzn-ErrorType", "ForbiddenException"],
  ],
  body: Buffer.from('{"message":"Forbidden"}'),
});

/** What the service itself answers when it is faulty. */
const failed = ({ status, code, message }: ServiceError): HttpResponse => ({
  status,
  headers: [
    ["Content-Type", "application/json"],
    ["x-amzn-ErrorType", code],
  ],
  body: Buffer.from(JSON.stringify({ message })),
});

/** Names as sent, and those that API Gateway adds. */
function headersFor(request: IncomingMessage, clientIp: string, trace: string): [string, string][] {
  const headers: [string, string][] = [];
  const forwarded: string[] = [];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = request.rawHeaders[index]!;
    const value = request.rawHeaders[index + 1]!;
    const lower = name.toLowerCase();
    if (lower === "x-forwarded-for") {
      forwarded.push(value);
    } else if (
      !["connection", "transfer-encoding", "x-forwarded-port", "x-forwarded-proto", "x-amzn-trace-id"].includes(lower)
    ) {
      headers.push([name, value]);
    }
  }
  headers.push(["X-Forwarded-For", [...forwarded, clientIp].join(", ")]);
  headers.push(["X-Forwarded-Port", "443"], ["X-Forwarded-Proto", "https"], ["X-Amzn-Trace-Id", traceHeader(trace)]);
  return headers;
}
