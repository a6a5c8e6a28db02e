/** A Region's DynamoDB endpoint over HTTP: finds the caller, applies faults, notes the ledger, answers as AWS does. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { BodyTooLarge, operationOf, readBody, respond } from "../aws-json";
import type { TwinContext } from "../context";
import { type CallFaults, callFaults, Unanswered } from "../faults/call";
import { guarded, isAborted } from "../http/guard";
import { LoopbackServer } from "../http/loopback";
import { write } from "../http/message";
import { signatureOf } from "../http/signature";
import type { Iam, KeyHolder } from "../iam/types";
import type { RegionalApi } from "./api";
import {
  injected,
  internal,
  missingToken,
  serialization,
  unknownOperation,
  unrecognizedClient,
  wrongRegion,
} from "./errors";
import type { Access } from "./rules/access";
import type { DeclaredTable } from "./rules/declared";
import { isUnanswering } from "./rules/replication";
import { DynamoDbError } from "./store";

/** DynamoDB's own limit. */
const maxBodyBytes = 16 * 1024 * 1024;
const keepAliveMs = 60_000;
const service = "dynamodb";

interface Call {
  api: RegionalApi;
  holder: KeyHolder;
  operation: string;
  input: Record<string, any>;
  accesses: Access[];
  /** Decides which faults it meets: see Faults.effects. */
  draw: number;
}

export class Front {
  readonly #server: LoopbackServer;
  readonly #unanswered: Unanswered;
  readonly #apis: ReadonlyMap<string, RegionalApi>;
  readonly #tables: ReadonlyMap<string, DeclaredTable>;
  readonly #callers: Pick<Iam, "holderOf">;
  readonly #context: TwinContext;

  /** `apis` of every Region, by Region: a caller can address another Region than the one whose endpoint it was given. */
  constructor(
    readonly region: string,
    apis: ReadonlyMap<string, RegionalApi>,
    tables: ReadonlyMap<string, DeclaredTable>,
    callers: Pick<Iam, "holderOf">,
    context: TwinContext,
  ) {
    this.#apis = apis;
    this.#tables = tables;
    this.#callers = callers;
    this.#context = context;
    const subject = `dynamodb ${region}`;
    this.#server = new LoopbackServer(
      region,
      context.faults,
      guarded({ events: context.events, subject }, (request, response) => this.#handle(request, response)),
      keepAliveMs,
    );
    this.#unanswered = new Unanswered(context.faults);
  }

  get endpoint(): string {
    return this.#server.endpoint;
  }

  start(): Promise<void> {
    return this.#server.start();
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  faultsChanged(): void {
    this.#server.faultsChanged();
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = this.#context.clock.now();
    let call: Call | undefined;
    try {
      call = this.#call(request, await readBody(request, maxBodyBytes));
      if (!this.#isReachable(call)) {
        return this.#keepWaiting(call, response, startedAt);
      }
      await this.#travel(call);
      // What is lost on the way there is not done; what is lost on the way back is.
      if (!this.#isReachable(call)) {
        return this.#keepWaiting(call, response, startedAt);
      }
      const { error } = this.#faultsOf(call);
      if (error) {
        throw injected(error);
      }
      call.api.authorize(call.accesses, call.holder);
      await call.api.requireKeys(call.accesses, call.holder, call.draw);
      const output = await call.api.run(call.operation, call.input, call.accesses);
      if (!this.#isReachable(call)) {
        return this.#keepWaiting(call, response, startedAt);
      }
      this.#note(call, startedAt, "ok");
      respond(response, 200, output, "1.0");
    } catch (error) {
      if (isAborted(request)) {
        return;
      }
      if (error instanceof BodyTooLarge) {
        return write(request, response, error.content);
      }
      const sent = error instanceof DynamoDbError ? error : internal();
      if (sent !== error) {
        this.#context.events.add("twin-fault", `dynamodb ${this.region}`, String(error));
      }
      if (call) {
        this.#note(call, startedAt, `refused: ${sent.code}`);
      }
      respond(response, sent.statusCode, sent.body, "1.0");
    }
  }

  #call(request: IncomingMessage, body: string): Call {
    const signature = signatureOf(request.headers.authorization, service);
    if (!signature) {
      throw missingToken();
    }
    const holder = this.#callers.holderOf(signature.accessKeyId);
    if (!holder) {
      throw unrecognizedClient();
    }
    const api = this.#apis.get(signature.region);
    if (!api) {
      throw wrongRegion(signature.region);
    }
    const operation = operationOf(request, "DynamoDB_20120810");
    if (!operation) {
      throw unknownOperation(String(request.headers["x-amz-target"]));
    }
    const input = parse(body);
    return { api, holder, operation, input, accesses: api.accesses(operation, input), draw: Math.random() };
  }

  /** False where no response comes back, or the Region's replica of the registry is cut off. */
  #isReachable(call: Call): boolean {
    const { faults } = this.#context;
    const { region } = call.api;
    const classes = call.accesses.map(({ table }) => this.#tables.get(table ?? "")?.dataClass ?? "operational");
    return !this.#faultsOf(call).silent && !classes.some((dataClass) => isUnanswering(region, dataClass, faults));
  }

  #faultsOf({ api: { region }, accesses, draw }: Call): CallFaults {
    const names = new Set(accesses.map(({ table }) => this.#tables.get(table ?? "")?.logicalName));
    const targets = Array.from(names, (name) => ({ region, service, ...(name !== undefined && { resource: name }) }));
    return callFaults(this.#context.faults, this.region, targets, draw);
  }

  async #travel(call: Call): Promise<void> {
    const { clock, network } = this.#context;
    const { region } = call.api;
    const away = region !== this.region;
    const tripMs = away ? network.roundTripMs(network.place(this.region), network.place(region)) : 0;
    const waitMs = tripMs + this.#faultsOf(call).waitMs;
    if (waitMs > 0) {
      await clock.sleep(waitMs);
    }
  }

  /** The worst case is silence: the caller's own time-out ends it, or the end of the fault. */
  #keepWaiting(call: Call, response: ServerResponse, startedAt: number): void {
    this.#note(call, startedAt, "refused: no response");
    this.#unanswered.keep(response, () => !this.#isReachable(call));
  }

  #note({ api, holder, operation, accesses }: Call, startedAt: number, outcome: string): void {
    const trace = holder.trace();
    if (trace === undefined) {
      return;
    }
    const { clock, ledger, network } = this.#context;
    for (const name of new Set(accesses.map((access) => access.table ?? ""))) {
      const table = this.#tables.get(name);
      ledger.hop({
        trace,
        at: startedAt,
        ms: clock.now() - startedAt,
        service,
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
    if (typeof input === "object" && input !== null && !Array.isArray(input)) {
      return input;
    }
  } catch {
    // Falls through to the response for anything that is not an object.
  }
  throw serialization();
}
