/** The declared user pools brought to life: each Region's Cognito on the network, and on loopback for its functions. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import { InvalidInput } from "../../model/invalid-input";
import { allRegions } from "../../model/topology";
import type { Certificates } from "../acm/types";
import type { TwinContext } from "../context";
import { type CallFaults, callFaults, servedFaults } from "../faults/call";
import { FaultGate } from "../faults/gate";
import { LoopbackServer, ofRegion } from "../http/loopback";
import { headersOf, target } from "../http/message";
import type { Credentials } from "../iam/types";
import type { Lambda } from "../lambda/types";
import type { Waf } from "../waf/types";
import { addUser } from "./accounts";
import { CognitoError } from "./errors";
import { UserPool } from "./pool";
import { declaredPools } from "./rules/declared";
import { cognitoListener } from "./server";
import { PreTokenGeneration } from "./trigger";
import { type Cognito, cognito, type NewUser } from "./types";

export interface PoolDeps {
  certificates: Certificates;
  lambda: Pick<Lambda, "invoke">;
  waf: Pick<Waf, "judge">;
}

export class UserPools implements Cognito {
  readonly #pools = new Map<string, UserPool>();
  readonly #servers = new Map<string, { loopback: LoopbackServer; network: Server }>();
  readonly #gate: FaultGate;
  readonly #operator: Credentials = {
    accessKeyId: `ASIA${randomBytes(8).toString("hex").toUpperCase()}`,
    secretAccessKey: randomBytes(30).toString("base64"),
  };

  readonly #context: TwinContext;
  readonly #deps: PoolDeps;

  constructor(context: TwinContext, deps: PoolDeps) {
    this.#context = context;
    this.#deps = deps;
    this.#gate = new FaultGate(context);
  }

  async start(): Promise<void> {
    const { clock, graph } = this.#context;
    const trigger = new PreTokenGeneration(this.#context, this.#deps.lambda);
    const pools = await Promise.all(
      declaredPools(graph).map((pool) => UserPool.create(pool, trigger, () => clock.now())),
    );
    for (const pool of pools) {
      this.#pools.set(pool.declared.id, pool);
    }
    const regions = new Set([...allRegions(), ...pools.map((pool) => pool.declared.region)]);
    for (const region of regions) {
      await this.#serve(region);
    }
  }

  async stop(): Promise<void> {
    this.#gate.stop();
    const servers = [...this.#servers.values()];
    await Promise.all(servers.flatMap(({ loopback, network }) => [loopback.stop(), close(network)]));
    this.#servers.clear();
  }

  /** What `AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER` is for functions in a Region. */
  endpoint(region: string): string {
    return ofRegion(this.#servers, region).loopback.endpoint;
  }

  /** Keys of whoever runs the twin: with them the Admin operations are allowed. */
  operator(): Credentials {
    return this.#operator;
  }

  /** The code that an e-mail would bring to somebody who has signed up or changed their address; undefined where none is due. */
  confirmationCode(poolId: string, username: string): string | undefined {
    const user = this.#pool(poolId).users.find(username);
    return user?.confirmation?.code ?? user?.pendingEmail?.code;
  }

  readonly users = {
    /** A user who can sign in at once. Throws InvalidInput for what the pool does not accept. */
    create: async ({ poolId, username, email, password, organization }: NewUser) => {
      const pool = this.#pool(poolId);
      const name = pool.declared.emailIsUsername ? email : username;
      const attributes = { email, email_verified: "true", "custom:organization": organization };
      try {
        const user = addUser(pool, name, password, "CONFIRMED", attributes);
        return { username: name, sub: user.sub };
      } catch (error) {
        if (error instanceof CognitoError) {
          throw new InvalidInput(`user "${name}" of pool ${poolId}: ${error.message}`);
        }
        throw error;
      }
    },
  };

  async #serve(region: string): Promise<void> {
    const { faults, network } = this.#context;
    const hostname = `cognito-idp.${region}.amazonaws.com`;
    const isOperator = (authorization = "") => authorization.includes(`Credential=${this.#operator.accessKeyId}/`);
    const own = () => [...this.#pools.values()].filter((pool) => pool.declared.region === region);
    const secure = createServer(
      this.#deps.certificates.forHost(hostname),
      cognitoListener(this.#context, {
        pools: own,
        isOperator,
        traceOf: ({ socket }) => network.callerOf(socket.remotePort)?.trace,
        admit: (pool, request) => this.#admit(pool, request),
        reach: (pool, response) => this.#reach(pool, response, (target, draw) => servedFaults(faults, target, draw)),
      }),
    );
    const loopback = new LoopbackServer(
      region,
      faults,
      cognitoListener(this.#context, {
        pools: () => [...this.#pools.values()],
        isOperator,
        traceOf: () => undefined,
        admit: () => {}, // functions of the Region itself
        reach: (pool, response) =>
          this.#reach(pool, response, (target, draw) => {
            const call = callFaults(faults, region, [target], draw);
            return { ...call, waitMs: call.waitMs + this.#tripMs(region, target.region) };
          }),
      }),
    );
    await loopback.start();
    faults.onChange(() => loopback.faultsChanged());
    this.#servers.set(region, { loopback, network: secure });
    const { ip } = await network.serve({
      server: secure,
      port: 443,
      place: network.place(region),
      name: hostname,
      service: cognito.name,
    });
    network.publish(hostname, [ip]);
  }

  /** Throws CognitoError where the firewall blocks it, as an exception of every operation: `ForbiddenException`. */
  #admit({ declared }: UserPool, request: IncomingMessage): void {
    const ip = this.#context.network.callerOf(request.socket.remotePort)?.ip ?? "127.0.0.1";
    const { path } = target(request.url ?? "/");
    const seen = { ip, method: request.method ?? "GET", path, headers: headersOf(request) };
    if (this.#deps.waf.judge(declared.arn, seen).action === "block") {
      throw new CognitoError("ForbiddenException", "Request not allowed due to WAF block.");
    }
  }

  /** What a call of a pool goes through before it is carried out. False where no response comes. Throws CognitoError. */
  async #reach(
    { declared: { region, logicalName } }: UserPool,
    response: ServerResponse,
    faultsOf: (target: { region: string; service: string; resource: string }, draw: number) => CallFaults,
  ): Promise<boolean> {
    const target = { region, service: cognito.name, resource: logicalName };
    const draw = Math.random();
    const struck = await this.#gate.pass(response, () => faultsOf(target, draw));
    if (struck && struck !== "silent") {
      throw new CognitoError(struck.code, struck.message, struck.status);
    }
    return !struck;
  }

  #tripMs(from: string, to: string): number {
    const { network } = this.#context;
    return from === to ? 0 : network.roundTripMs(network.place(from), network.place(to));
  }

  #pool(poolId: string): UserPool {
    const pool = this.#pools.get(poolId);
    if (pool) {
      return pool;
    }
    const ids = [...this.#pools.keys()].join(", ");
    throw new InvalidInput(`user pool is ${JSON.stringify(poolId)}; declared are ${ids || "none"}`);
  }
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
