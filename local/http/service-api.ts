/** The API of an AWS service as functions call it: a server on loopback in each Region, from which any Region is addressed. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { allRegions } from "../../model/topology";
import type { TwinContext } from "../context";
import type { Iam, KeyHolder } from "../iam/types";
import { guarded } from "./guard";
import { LoopbackServer, ofRegion } from "./loopback";
import { readBody } from "./message";
import { signatureOf } from "./signature";

export interface ApiCall {
  /** Where the caller is. */
  from: string;
  /** The Region that it addresses. */
  region: string;
  holder: KeyHolder;
  request: IncomingMessage;
  response: ServerResponse;
  /** As text. */
  body: string;
  bytes: Buffer;
}

/** An error as the service writes it. */
export interface ApiError {
  status: number;
  code: string;
  message: string;
}

export interface ServiceApiOptions {
  /** As signatures name it: `lambda`. */
  service: string;
  longestBodyBytes: number;
  handle(call: ApiCall): Promise<void>;
  /** Writes an error in the service's protocol. */
  refuse(response: ServerResponse, error: ApiError): void;
}

export class ServiceApi {
  readonly #servers = new Map<string, LoopbackServer>();
  readonly #context: TwinContext;
  readonly #callers: Pick<Iam, "holderOf">;
  readonly #options: ServiceApiOptions;

  constructor(context: TwinContext, callers: Pick<Iam, "holderOf">, options: ServiceApiOptions) {
    this.#context = context;
    this.#callers = callers;
    this.#options = options;
  }

  async start(): Promise<void> {
    const { events, faults } = this.#context;
    for (const region of allRegions()) {
      const subject = `${this.#options.service} ${region}`;
      const listener = guarded({ events, subject }, (request, response) => this.#handle(region, request, response));
      const server = new LoopbackServer(region, faults, listener);
      await server.start();
      this.#servers.set(region, server);
      faults.onChange(() => server.faultsChanged());
    }
  }

  async stop(): Promise<void> {
    const servers = [...this.#servers.values()];
    this.#servers.clear();
    await Promise.all(servers.map((server) => server.stop()));
  }

  /** What `AWS_ENDPOINT_URL_…` is for functions in a Region. Throws InvalidInput for another one. */
  endpoint(region: string): string {
    return ofRegion(this.#servers, region).endpoint;
  }

  async #handle(from: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { service, longestBodyBytes, handle, refuse } = this.#options;
    const body = await readBody(request, longestBodyBytes);
    if (!body) {
      return refuse(response, { status: 413, code: "RequestTooLargeException", message: "Request is too large" });
    }
    // https://docs.aws.amazon.com/lambda/latest/api/CommonErrors.html
    const signature = signatureOf(request.headers.authorization, service);
    const holder = signature && this.#callers.holderOf(signature.accessKeyId);
    if (!signature || !holder) {
      const message = "The security token included in the request is invalid.";
      return refuse(response, { status: 403, code: "UnrecognizedClientException", message });
    }
    await handle({ from, region: signature.region, holder, request, response, body: body.toString(), bytes: body });
  }
}
