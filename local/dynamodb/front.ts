/** A Region's DynamoDB endpoint over HTTP: finds the caller, applies faults, notes the ledger, answers as AWS does. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { answer, BodyTooLarge, operationOf, readBody } from "../aws-json";
import type { TwinContext } from "../context";
import { guarded, isAborted } from "../http/guard";
import { write } from "../http/message";
import type { Iam, KeyHolder } from "../iam/types";
import type { RegionalApi } from "./api";
import { internal, missingToken, serialization, unknownOperation, unrecognizedClient, wrongRegion } from "./errors";
import type { Access } from "./rules/access";
import type { DeclaredTable } from "./rules/declared";
import { isUnanswering } from "./rules/replication";
import { signatureOf } from "./signature";
import { DynamoDbError } from "./store";

/** DynamoDB's own limit. */
const maxBodyBytes = 16 * 1024 * 1024;

interface Call {
  api: RegionalApi;
  holder: KeyHolder;
  operation: string;
  input: Record<string, any>;
  accesses: Access[];
}

export class Front {
  readonly #server: Server;
  /** Requests that get no answer while a fault lasts. */
  readonly #unanswered = new Map<ServerResponse, Call>();

  /** `apis` of every Region, by Region: a caller can address another Region than the one whose endpoint it was given. */
  constructor(
    readonly region: string,
    private readonly apis: ReadonlyMap<string, RegionalApi>,
    private readonly tables: ReadonlyMap<string, DeclaredTable>,
    private readonly callers: Pick<Iam, "holderOf">,
    private readonly context: TwinContext,
  ) {
    const subject = `dynamodb ${region}`;
    this.#server = createServer(
      guarded({ events: context.events, subject }, (request, response) => this.#handle(request, response)),
    );
    this.#server.keepAliveTimeout = 60_000;
    this.#server.on("connection", (socket) => {
      if (context.faults.isDown(region)) socket.destroy();
    });
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject).listen(0, "127.0.0.1", resolve);
    });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** A Region that is down loses its connections; requests that waited in vain end with the fault that kept them. */
  faultsChanged(): void {
    if (this.context.faults.isDown(this.region)) this.#server.closeAllConnections();
    for (const [response, call] of this.#unanswered) if (this.#answers(call)) response.destroy();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = this.context.clock.now();
    let call: Call | undefined;
    try {
      call = this.#call(request, await readBody(request, maxBodyBytes));
      if (!this.#answers(call)) return this.#keepWaiting(call, response, startedAt);
      await this.#travel(call.api.region);
      // What is lost on the way there is not done; what is lost on the way back is.
      if (!this.#answers(call)) return this.#keepWaiting(call, response, startedAt);
      call.api.authorize(call.accesses, call.holder);
      const output = await call.api.run(call.operation, call.input, call.accesses);
      if (!this.#answers(call)) return this.#keepWaiting(call, response, startedAt);
      this.#note(call, startedAt, "ok");
      answer(response, 200, output, "1.0");
    } catch (error) {
      if (isAborted(request)) return;
      if (error instanceof BodyTooLarge) return write(request, response, error.answer);
      const told = error instanceof DynamoDbError ? error : internal();
      if (told !== error) this.context.events.add("twin-fault", `dynamodb ${this.region}`, String(error));
      if (call) this.#note(call, startedAt, `refused: ${told.code}`);
      answer(response, told.statusCode, told.body, "1.0");
    }
  }

  #call(request: IncomingMessage, body: string): Call {
    const signature = signatureOf(request.headers.authorization);
    if (!signature) throw missingToken();
    const holder = this.callers.holderOf(signature.accessKeyId);
    if (!holder) throw unrecognizedClient();
    const api = this.apis.get(signature.region);
    if (!api) throw wrongRegion(signature.region);
    const operation = operationOf(request, "DynamoDB_20120810");
    if (!operation) throw unknownOperation(String(request.headers["x-amz-target"]));
    const input = parse(body);
    return { api, holder, operation, input, accesses: api.accesses(operation, input) };
  }

  /** False where no answer comes back: the Region is down, or its replica of the registry is cut off. */
  #answers({ api, accesses }: Call): boolean {
    const { faults } = this.context;
    const classes = accesses.map(({ table }) => this.tables.get(table ?? "")?.dataClass ?? "operational");
    return !faults.isDown(api.region) && !classes.some((one) => isUnanswering(api.region, one, faults));
  }

  async #travel(region: string): Promise<void> {
    const { clock, faults, network } = this.context;
    const away = region !== this.region;
    const tripMs = away ? network.roundTripMs(network.place(this.region), network.place(region)) : 0;
    const waitMs = tripMs + faults.delayMs(region);
    if (waitMs > 0) await clock.sleep(waitMs);
  }

  /** The worst case is silence: the caller's own time-out ends it, or the end of the fault. */
  #keepWaiting(call: Call, response: ServerResponse, startedAt: number): void {
    this.#note(call, startedAt, "refused: no answer");
    this.#unanswered.set(response, call);
    response.once("close", () => this.#unanswered.delete(response));
  }

  #note({ api, holder, operation, accesses }: Call, startedAt: number, outcome: string): void {
    const trace = holder.trace();
    if (trace === undefined) return;
    const { clock, ledger, network } = this.context;
    for (const name of new Set(accesses.map((access) => access.table ?? ""))) {
      const table = this.tables.get(name);
      ledger.hop({
        trace,
        at: startedAt,
        ms: clock.now() - startedAt,
        service: "dynamodb",
        resource: table?.logicalName ?? name,
        action: operation,
        place: network.place(api.region).name,
        region: api.region,
        dataClass: table?.dataClass ?? "operational",
        outcome,
      });
    }
  }
}

function parse(body: string): Record<string, any> {
  try {
    const input: unknown = JSON.parse(body);
    if (typeof input === "object" && input !== null && !Array.isArray(input)) return input;
  } catch {
    // Falls through to the answer for anything that is not an object.
  }
  throw serialization();
}
