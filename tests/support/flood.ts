/**
 * Many requests a second at a Region's entrances, by the rules of API Gateway, WAF and Route 53 that the twin runs on, over what the
 * stacks declare. Time is simulated, functions answer at once: what is judged is who gets as far as a function.
 */
import type { Graph } from "../../graph/graph";
import { Pipeline } from "../../local/api-gateway/pipeline";
import { type Stage, stagesOf } from "../../local/api-gateway/rules/declared";
import { FunctionError } from "../../local/lambda/types";
import {
  afterProbe,
  type CheckerState,
  checkerAddress,
  checkerRegions,
  endpointHealthy,
  newChecker,
} from "../../local/route53/rules/health";
import { LocalWaf } from "../../local/waf/service";
import { ManualClock } from "./manual-clock";

export interface Flood {
  region: string;
  /** `lookup` is the load balancer, which has no limits but the firewall's. */
  entrance: "api" | "lookup";
  method: string;
  path: string;
  headers?: [name: string, value: string][];
  /** How many take part; each asks equally often. */
  addresses: number;
  /** Requests a second, of all of them. */
  rate: number;
  seconds: number;
  /** ms that WAF knows too late: `usualLagMs` where nothing is said. */
  lagMs?: number;
}

/** What happened in ten seconds. Shares from 0 to 1. */
export interface Course {
  /** Of the flood's requests, that reached a function. */
  flood: number;
  /** Of `GET /v1/profile` with a valid token, or of lookups. */
  users: number;
  /** Of what health checkers asked `/healthz`. */
  checkers: number;
  /** Whether Route 53 found the Region healthy all the time. */
  healthy: boolean;
}

const courseMs = 10_000;
const userCount = 20;
const userEveryMs = 1_000;
const validToken = "Bearer a.good.token";

export async function flooded(graph: Graph, flood: Flood): Promise<Course[]> {
  const clock = new ManualClock(0);
  const entrances = new Entrances(graph, clock, flood);
  const checkers = new Checkers(graph, flood.region);
  // Nobody waits for anybody, so arrivals are random: in step they would take turns at the buckets. The same each time.
  const gap = exponential(20_261_128);
  const courses: Course[] = [];
  const sources = [
    { everyMs: 1000 / flood.rate, share: "flood" as const, ask: () => entrances.flood() },
    ...Array.from({ length: userCount }, (_, index) => ({
      everyMs: userEveryMs,
      share: "users" as const,
      ask: () => entrances.user(`198.51.100.${index}`),
    })),
    ...checkers.all.map(({ address, probed }) => ({
      everyMs: checkers.everyMs,
      share: "checkers" as const,
      ask: async () => probed(await entrances.check(address)),
    })),
  ];
  const next = sources.map(({ everyMs }) => gap(everyMs));
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0; // a refusal is an error, and there are hundreds of thousands
  try {
    for (let end = courseMs; end <= flood.seconds * 1000; end += courseMs) {
      const shares = { flood: new Share(), users: new Share(), checkers: new Share() };
      let healthy = true;
      for (;;) {
        const at = Math.min(...next);
        if (at >= end) {
          break;
        }
        clock.skip(at - clock.now());
        const index = next.indexOf(at);
        const { everyMs, share, ask } = sources[index]!;
        shares[share].add(await ask());
        healthy &&= checkers.healthy();
        next[index] = at + gap(everyMs);
      }
      courses.push({
        flood: shares.flood.value(),
        users: shares.users.value(),
        checkers: shares.checkers.value(),
        healthy,
      });
    }
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  return courses;
}

/** Times between arrivals that come at random, with their mean. A linear congruential generator. */
function exponential(seed: number): (mean: number) => number {
  let state = seed;
  return (mean) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return -mean * Math.log(1 - state / 2 ** 32);
  };
}

class Share {
  #yes = 0;
  #all = 0;

  add(yes: boolean): void {
    this.#yes += Number(yes);
    this.#all += 1;
  }

  value(): number {
    return this.#yes / this.#all;
  }
}

class Entrances {
  readonly #flood: Flood;
  readonly #stage: Stage;
  readonly #balancerArn: string;
  readonly #waf: LocalWaf;
  readonly #pipeline: Pipeline;
  readonly #clock: ManualClock;
  #turn = 0;

  constructor(graph: Graph, clock: ManualClock, flood: Flood) {
    const [stage] = stagesOf(graph, flood.region);
    const balancer = graph.ofType("aws:lb/loadBalancer:LoadBalancer").find(({ region }) => region === flood.region);
    this.#flood = flood;
    this.#clock = clock;
    this.#stage = stage!;
    this.#balancerArn = balancer!.outputs.arn;
    this.#waf = new LocalWaf({ graph, clock, events: { add: () => {} } }, flood.lagMs);
    const invoke = async ({ event }: { event: any }) => {
      const { authorizationToken: token } = event;
      if (token === undefined) {
        return { statusCode: 200, body: "{}" };
      }
      if (token !== validToken) {
        throw new FunctionError("Error", "Unauthorized");
      }
      const Statement = [{ Action: "execute-api:Invoke", Effect: "Allow", Resource: "*" }];
      return { principalId: "user", policyDocument: { Version: "2012-10-17", Statement } };
    };
    this.#pipeline = new Pipeline({ clock, lambda: { invoke }, waf: this.#waf, authorized: async () => {} });
  }

  /** One more of the flood's; whether a function was reached. */
  flood(): Promise<boolean> {
    const { addresses, entrance, method, path, headers = [] } = this.#flood;
    const index = this.#turn++ % addresses;
    const address = `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`;
    // What the authorizer refuses has reached it.
    return entrance === "lookup"
      ? this.#lookup(address, method, path)
      : this.#api(address, method, path, headers, [200, 401]);
  }

  /** What somebody asks whose token is good. */
  user(address: string): Promise<boolean> {
    return this.#flood.entrance === "lookup"
      ? this.#lookup(address, "GET", "/v1/organizations/acme/home")
      : this.#api(address, "GET", "/v1/profile", [["Authorization", validToken]], [200]);
  }

  check(address: string): Promise<boolean> {
    return this.#flood.entrance === "lookup"
      ? this.#lookup(address, "GET", "/healthz")
      : this.#api(address, "GET", "/healthz", [], [200]);
  }

  async #lookup(ip: string, method: string, path: string): Promise<boolean> {
    return this.#waf.judge(this.#balancerArn, { ip, method, path, headers: new Map() }).action === "allow";
  }

  async #api(sourceIp: string, method: string, path: string, headers: [string, string][], reached: number[]) {
    const request = {
      method,
      path,
      routedPath: path,
      query: [],
      headers,
      body: Buffer.alloc(0),
      host: "ca.api.example.com",
      sourceIp,
      requestId: "flood",
      at: this.#clock.now(),
      tooLarge: false,
    };
    return reached.includes((await this.#pipeline.respond(this.#stage, request, "flood")).status);
  }
}

/** Those of Route 53 for the Region's own check on `/healthz`. */
class Checkers {
  readonly everyMs: number;
  readonly all: { address: string; probed(passed: boolean): boolean }[];
  readonly #states: CheckerState[];

  constructor(graph: Graph, region: string) {
    const check = graph
      .ofType("aws:route53/healthCheck:HealthCheck")
      .find(({ inputs }) => inputs.resourcePath === "/healthz" && String(inputs.fqdn).startsWith(`${region}.`));
    const { failureThreshold, requestInterval } = check!.inputs;
    this.everyMs = 1000 * requestInterval;
    this.#states = checkerRegions.map(() => newChecker);
    this.all = checkerRegions.map((from, index) => ({
      address: checkerAddress(from),
      probed: (passed) => {
        this.#states[index] = afterProbe(this.#states[index]!, passed, failureThreshold);
        return passed;
      },
    }));
  }

  healthy(): boolean {
    return endpointHealthy(this.#states);
  }
}
