/**
 * Stands for Lambda: the declared functions of every Region, run from the very bundles that would be uploaded.
 * A slow Region is slow at its edge (network) and at its tables (dynamodb); a function adds nothing to that.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { InvalidInput } from "../../model/invalid-input";
import type { Service, TwinContext } from "../context";
import { servedFaults } from "../faults/call";
import type { ServiceApi } from "../http/service-api";
import type { Iam } from "../iam/types";
import type { FunctionCaller } from "../module";
import { lambdaApi } from "./api";
import { keyRefusal, needsKey, noCapacity } from "./cold-start";
import { FunctionPool } from "./pool";
import { Reaper } from "./reaper";
import { type DeclaredFunction, declaredFunction, functionType, issuesOf, permits } from "./rules";
import { FunctionError, type FunctionLog, type Lambda, lambda } from "./types";

export interface LambdaOptions {
  /** What services give to a function: its keys, and where they are. */
  variables(caller: FunctionCaller): Record<string, string>;
  /** Whose keys sign what functions ask of Lambda. */
  callers: Pick<Iam, "holderOf">;
  /** The way out of a Region for its functions. @default none: they reach the services that give them variables */
  egress?: Pick<Service, "start" | "stop">;
  /** @default 4 processes a function */
  maxEnvironments?: number;
  /** @default 5 minutes of the twin */
  idleMs?: number;
}

/** Most bytes of a request and of a response: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const payloadLimit = 6 * 1024 * 1024;

export class LocalLambda implements Lambda {
  readonly #functions = new Map<string, { declared: DeclaredFunction; pool: FunctionPool }>();
  readonly #reaper = new Reaper();
  #stopReclaiming = () => {};
  #stopped = false;
  #started = 0;
  readonly #context: TwinContext;
  readonly #options: LambdaOptions;
  readonly #api: ServiceApi;

  constructor(context: TwinContext, options: LambdaOptions) {
    this.#context = context;
    this.#options = options;
    this.#api = lambdaApi(context, {
      callers: options.callers,
      invoke: (call) => this.invoke(call),
      find: (region, name) => this.#find(region, name),
    });
  }

  /** Throws InvalidInput with everything that AWS would refuse of the declared functions. */
  async start(): Promise<void> {
    const { graph, clock, faults, stateDir } = this.#context;
    const declared = graph.ofType(functionType).map(declaredFunction);
    const wrong = declared.flatMap(issuesOf);
    if (wrong.length > 0) {
      throw new InvalidInput(wrong.join("\n"));
    }
    for (const lambda of declared) {
      const folder = join(stateDir, "lambda", lambda.region, lambda.name);
      mkdirSync(folder, { recursive: true });
      const pool = new FunctionPool({
        clock,
        declared: lambda,
        folder,
        maxEnvironments: this.#options.maxEnvironments ?? 4,
        idleMs: this.#options.idleMs ?? 300_000,
        variables: (trace) => {
          const { region, roleArn, resource } = lambda;
          return this.#options.variables({ region, roleArn, name: resource, trace });
        },
        now: () => clock.now() + (faults.effects({ region: lambda.region }).skewMs ?? 0),
        reaper: this.#reaper,
        place: () => this.#place(lambda),
      });
      this.#functions.set(lambda.arn, { declared: lambda, pool });
    }
    this.#stopReclaiming = clock.every(30_000, async () => {
      for (const { pool } of this.#functions.values()) {
        await pool.reclaim();
      }
    });
    faults.onChange(() => this.#loseWhatIsDown());
    await this.#api.start();
    await this.#options.egress?.start();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#stopReclaiming();
    await this.#api.stop();
    await this.#options.egress?.stop();
    await Promise.all([...this.#functions.values()].map(({ pool }) => pool.close()));
    await this.#reaper.stop();
  }

  /**
   * `caller` is the service that invokes: without a permission for it the invocation is denied, as AWS does.
   * Leave it out for an invocation by the operator, who may.
   */
  async invoke(options: Parameters<Lambda["invoke"]>[0]): Promise<unknown> {
    const { clock, network, ledger } = this.#context;
    // An alias or version is a suffix of the function's ARN.
    const found = this.#functions.get(options.functionArn.split(":").slice(0, 7).join(":"));
    if (!found) {
      throw new FunctionError("ResourceNotFoundException", `Function not found: ${options.functionArn}`);
    }
    const { declared, pool } = found;
    const startedAt = clock.now();
    const note = (action: string, outcome: string) =>
      ledger.hop({
        trace: options.trace,
        at: startedAt,
        ms: clock.now() - startedAt,
        service: "lambda",
        resource: declared.resource,
        action,
        place: network.place(declared.region).name,
        region: declared.region,
        dataClass: declared.dataClass,
        outcome,
      });
    try {
      const { result, initMs } = await this.#run(declared, pool, options);
      note(initMs === undefined ? "invoke" : `invoke, cold start (init ${Math.round(initMs)} ms)`, outcomeOf(result));
      return result;
    } catch (error) {
      note("invoke", error instanceof FunctionError ? error.errorType : "failed");
      throw error;
    }
  }

  async #run(
    declared: DeclaredFunction,
    pool: FunctionPool,
    { event, trace, caller, first }: Parameters<Lambda["invoke"]>[0],
  ) {
    const { graph } = this.#context;
    this.#refuseWhereDown(declared.region);
    if (caller && !permits(graph, declared, caller)) {
      throw new FunctionError(
        "AccessDeniedException",
        `${caller.principal} is not authorized to perform: lambda:InvokeFunction on resource: ${declared.arn} ` +
          `for ${caller.sourceArn}; declare an aws.lambda.Permission`,
      );
    }
    await this.#meetFaults(declared);
    this.#refuseWhereDown(declared.region);
    const text = JSON.stringify(event ?? null);
    if (Buffer.byteLength(text) > payloadLimit) {
      throw new FunctionError("RequestEntityTooLargeException", `the event exceeds ${payloadLimit} bytes`);
    }
    const { result, initMs } = await pool.invoke(text, trace, first).catch((error) => {
      this.#refuseWhereDown(declared.region);
      throw error;
    });
    this.#refuseWhereDown(declared.region);
    if (Buffer.byteLength(result) > payloadLimit) {
      throw new FunctionError("Function.ResponseSizeTooLarge", `Response payload size exceeded ${payloadLimit} bytes`);
    }
    return { result: JSON.parse(result) as unknown, initMs };
  }

  /** What strikes Lambda itself. Where it gives no response, an invocation fails when the function's time would be up. */
  async #meetFaults({ region, resource, timeoutMs }: DeclaredFunction): Promise<void> {
    const { clock, faults } = this.#context;
    const target = { region, service: lambda.name, resource };
    const draw = Math.random();
    const { silent, waitMs } = servedFaults(faults, target, draw);
    if (silent) {
      await clock.sleep(timeoutMs);
    } else if (waitMs > 0) {
      await clock.sleep(waitMs);
    }
    const { error } = servedFaults(faults, target, draw);
    if (silent) {
      throw new FunctionError("ServiceException", `Lambda gives no response in ${region}`);
    }
    if (error) {
      throw new FunctionError(error.code, error.message);
    }
  }

  /** Waits until a new environment may start, and chooses its availability zone, in turn. Throws FunctionError. */
  async #place(declared: DeclaredFunction): Promise<string | undefined> {
    const { clock, faults } = this.#context;
    const { region } = declared;
    if (faults.effects({ region }).full) {
      throw noCapacity();
    }
    if (needsKey(declared)) {
      const draw = Math.random();
      const key = { region, service: "kms" };
      const { waitMs } = servedFaults(faults, key, draw);
      if (waitMs > 0) {
        await clock.sleep(waitMs);
      }
      const refusal = keyRefusal(faults.effects(key, draw), servedFaults(faults, key, draw).error);
      if (refusal) {
        throw refusal;
      }
    }
    this.#refuseWhereDown(region);
    const all = faults.world.availabilityZones(region);
    const left = all.filter((availabilityZone) => !faults.effects({ region, availabilityZone }).silent);
    if (all.length > 0 && left.length === 0) {
      throw noCapacity();
    }
    return left[this.#started++ % Math.max(1, left.length)];
  }

  #loseWhatIsDown(): void {
    const { faults } = this.#context;
    for (const { declared, pool } of this.#functions.values()) {
      const { region } = declared;
      if (faults.isDown(region)) {
        void pool.stop();
      }
      for (const availabilityZone of faults.world.availabilityZones(region)) {
        if (faults.effects({ region, availabilityZone }).silent) {
          void pool.lose(availabilityZone);
        }
      }
    }
  }

  endpoint(region: string): string {
    return this.#api.endpoint(region);
  }

  #find(region: string, name: string): DeclaredFunction | undefined {
    return [...this.#functions.values()]
      .map(({ declared }) => declared)
      .find((declared) => declared.region === region && (declared.name === name || declared.arn === name));
  }

  /** How many execution environments there are. */
  environments(): number {
    return [...this.#functions.values()].reduce((sum, { pool }) => sum + pool.size, 0);
  }

  /** Where each function's log is; its file appears with the first environment. */
  logs(): FunctionLog[] {
    return [...this.#functions.values()].map(({ declared: { resource, region }, pool }) => ({
      resource,
      region,
      file: pool.log,
    }));
  }

  #refuseWhereDown(region: string) {
    if (this.#stopped) {
      throw new FunctionError("ServiceException", "the twin has stopped");
    }
    if (this.#context.faults.isDown(region)) {
      throw new FunctionError("ServiceException", `${region} is down`);
    }
  }
}

/** What a hop says of a response: a proxy's status, an authorizer's decision (it gives no data away), else `ok`. */
function outcomeOf(result: unknown): string {
  if (typeof result !== "object" || result === null) {
    return "ok";
  }
  if ("statusCode" in result) {
    return String(result.statusCode);
  }
  return "policyDocument" in result ? "decision" : "ok";
}
