/** Stands for API Gateway: the declared REST APIs of every Region behind their custom domain names. */
import type { Server } from "node:https";
import type { Graph } from "../../graph/graph";
import type { Certificates } from "../acm/types";
import type { Service, TwinContext } from "../context";
import { FaultGate } from "../faults/gate";
import type { Lambda } from "../lambda/types";
import type { Waf } from "../waf/types";
import { Pipeline } from "./pipeline";
import { type Domain, domainsOf, type Stage, stagesOf } from "./rules/declared";
import { createRegionServer } from "./server";
import { apiGateway } from "./types";

export interface ApiGatewayOptions {
  lambda: Pick<Lambda, "invoke">;
  waf: Pick<Waf, "judge">;
  certificates: Certificates;
  /** The jurisdiction of an organization's home in the registry's truth; undefined where there is no such organization. */
  homeOf(organizationId: string): Promise<string | undefined>;
}

export class ApiGateway implements Service {
  readonly #servers: Server[] = [];
  readonly #gate: FaultGate;
  readonly #context: TwinContext;
  readonly #options: ApiGatewayOptions;

  constructor(context: TwinContext, options: ApiGatewayOptions) {
    this.#context = context;
    this.#options = options;
    this.#gate = new FaultGate(context);
  }

  /**
   * One server a Region. Each domain name has an address of its own, published under its regional domain name; the
   * APIs' default endpoints share one. A domain whose certificate is not issued is not served until it is, and an event
   * says so.
   */
  async start(): Promise<void> {
    const { graph, clock } = this.#context;
    const apis = graph.ofType("aws:apigateway/restApi:RestApi");
    const pipeline = new Pipeline({
      clock,
      lambda: this.#options.lambda,
      waf: this.#options.waf,
      authorized: (trace, context) => this.#note(trace, context),
    });
    for (const region of new Set(apis.map((api) => api.region!))) {
      const stages = stagesOf(graph, region);
      await this.#serve(region, stages, pipeline);
      for (const line of unsupported(stages)) {
        this.#context.events.add("unsupported", region, line);
      }
    }
  }

  async stop(): Promise<void> {
    this.#gate.stop();
    for (const server of this.#servers) {
      server.closeAllConnections();
    }
    await Promise.all(this.#servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  async #serve(region: string, stages: Stage[], pipeline: Pipeline): Promise<void> {
    const context = this.#context;
    const { certificates } = this.#options;
    const { network } = context;
    const declared = domainsOf(context.graph, region);
    const domains: Domain[] = [];
    const gate = this.#gate;
    const shared = sharedHosts(context.graph, region);
    const server = createRegionServer({
      context,
      region,
      certificates,
      domains,
      declared,
      shared,
      stages,
      pipeline,
      gate,
    });
    this.#servers.push(server);
    const place = network.place(region);
    const service = apiGateway.name;
    const serve = (name: string) => network.serve({ server, port: 443, place, name: `API ${name}`, service });
    const serveIssued = async () => {
      const added = this.#issued(declared.filter((domain) => !domains.includes(domain)));
      domains.push(...added);
      for (const { host, regionalDomainName } of added) {
        network.publish(regionalDomainName, [(await serve(host)).ip]);
      }
    };
    await serveIssued();
    certificates.onIssued(serveIssued);
    const { ip } = await serve(`execute-api.${region}.amazonaws.com`);
    for (const { api } of stages) {
      network.publish(`${api.id}.execute-api.${region}.amazonaws.com`, [ip]);
    }
  }

  #issued(domains: Domain[]): Domain[] {
    return domains.filter(({ host, region, certificateArn }) => {
      try {
        this.#options.certificates.forArn(certificateArn);
        return true;
      } catch (error) {
        this.#context.events.add("api-gateway", host, `not served in ${region}: ${(error as Error).message}`);
        return false;
      }
    });
  }

  async #note(trace: string, { organization }: Record<string, string>): Promise<void> {
    if (!organization) {
      return;
    }
    const home = await this.#options.homeOf(organization).catch(() => undefined); // the ledger must not stop a request
    if (home) {
      this.#context.ledger.about(trace, organization, home);
    }
  }
}

/** Host names of a Region that another one has too. */
function sharedHosts(graph: Graph, region: string): ReadonlySet<string> {
  const regions = new Set(graph.ofType("aws:apigateway/restApi:RestApi").map((api) => api.region!));
  const others = [...regions].filter((other) => other !== region).flatMap((other) => domainsOf(graph, other));
  return new Set(others.map(({ host }) => host));
}

/** What the stages declare that nothing here stands in for. */
function unsupported(stages: readonly Stage[]): string[] {
  return stages.flatMap(({ api, routes, authorizers }) => [
    ...routes.flatMap(({ path, methods }) =>
      methods.flatMap(({ httpMethod, authorization, integration }) => [
        ...(integration && integration.type !== "AWS_PROXY"
          ? [`${api.name}: ${httpMethod} ${path} has an integration of type ${integration.type}: it answers 501`]
          : []),
        ...(["NONE", "CUSTOM"].includes(authorization)
          ? []
          : [`${api.name}: ${httpMethod} ${path} has authorization ${authorization}: it answers 500`]),
      ]),
    ),
    ...authorizers
      .filter(({ type }) => type !== "TOKEN")
      .map(({ name, type }) => `${api.name}: authorizer ${name} is of type ${type}: its methods answer 500`),
  ]);
}
