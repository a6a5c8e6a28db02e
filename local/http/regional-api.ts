/** The API of an AWS service as functions call it: a server on loopback in each Region, from which any Region is addressed. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { InvalidInput } from "../../model/invalid-input";
import { allRegions } from "../../model/topology";
import type { TwinContext } from "../context";
import type { Iam, KeyHolder } from "../iam/types";
import { guarded } from "./guard";
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
  body: string;
}

/** An error as the service writes it. */
export interface ApiError {
  status: number;
  code: string;
  message: string;
}

export interface RegionalApiOptions {
  /** As signatures name it: `lambda`. */
  service: string;
  longestBodyBytes: number;
  handle(call: ApiCall): Promise<void>;
  /** Writes an error in the service's protocol. */
  refuse(response: ServerResponse, error: ApiError): void;
}

export class RegionalApi {
  readonly #servers = new Map<string, Server>();
  readonly #context: TwinContext;
  readonly #callers: Pick<Iam, "holderOf">;
  readonly #options: RegionalApiOptions;

  constructor(context: TwinContext, callers: Pick<Iam, "holderOf">, options: RegionalApiOptions) {
    this.#context = context;
    this.#callers = callers;
    this.#options = options;
  }

  async start(): Promise<void> {
    const { events, faults } = this.#context;
    for (const region of allRegions()) {
      const subject = `${this.#options.service} ${region}`;
      const server = createServer(
        guarded({ events, subject }, (request, response) => this.#handle(region, request, response)),
      );
      server.on("connection", (socket) => {
        if (faults.isDown(region)) {
          socket.destroy();
        }
      });
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject).listen(0, "127.0.0.1", resolve);
      });
      this.#servers.set(region, server);
    }
    faults.onChange(() => {
      for (const [region, server] of this.#servers) {
        if (faults.isDown(region)) {
          server.closeAllConnections();
        }
      }
    });
  }

  async stop(): Promise<void> {
    const servers = [...this.#servers.values()];
    this.#servers.clear();
    for (const server of servers) {
      server.closeAllConnections();
    }
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  }

  /** What `AWS_ENDPOINT_URL_…` is for functions in a Region. Throws InvalidInput for another one. */
  endpoint(region: string): string {
    const server = this.#servers.get(region);
    if (!server) {
      const regions = [...this.#servers.keys()].join(", ");
      throw new InvalidInput(`Region is ${JSON.stringify(region)}; use one of ${regions}`);
    }
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
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
    await handle({ from, region: signature.region, holder, request, response, body: body.toString() });
  }
}
