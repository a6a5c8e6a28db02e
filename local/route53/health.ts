import type { Graph, Resource } from "../../graph/graph";
import { regionStacks } from "../../model/topology";
import type { Place, TwinContext } from "../context";
import type { HealthState } from "../health";
import type { RegionUse } from "../module";
import { type ProbeResult, type ProbeTarget, probe } from "./probe";
import {
  afterProbe,
  type CheckerState,
  calculatedHealthy,
  checkerRegions,
  endpointHealthy,
  limits,
  newChecker,
  status,
} from "./rules/health";

const healthCheckType = "aws:route53/healthCheck:HealthCheck";
const probedTypes = /^(HTTP|HTTPS|HTTP_STR_MATCH|HTTPS_STR_MATCH|TCP)$/;

interface Check {
  resource: Resource;
  type: string;
  checkers: CheckerState[];
  healthy: boolean;
  since: number;
  detail: string;
  /** Since when some checker's last probe says the opposite of what the checkers agree on. */
  turned: number | null;
}

/** The Regions that declared health checks are made from. */
export function checkersOf(graph: Graph): RegionUse[] {
  return graph
    .ofType(healthCheckType)
    .flatMap(({ name, inputs }) =>
      (inputs.regions ?? []).map((region: unknown) => ({ region: String(region), by: `health check "${name}"` })),
    );
}

/** The declared health checks, each probed from its checkers' Regions over the twin's network. */
export class HealthChecks {
  readonly #checks = new Map<string, Check>();
  readonly #ends: (() => void)[] = [];
  #stopped = false;
  readonly #context: Pick<TwinContext, "graph" | "clock" | "events" | "faults" | "ledger" | "network">;
  readonly #addressOf: (hostname: string, from: Place) => string | undefined;

  /** `addressOf` resolves a check's host name as a checker at that place does. */
  constructor(
    context: Pick<TwinContext, "graph" | "clock" | "events" | "faults" | "ledger" | "network">,
    addressOf: (hostname: string, from: Place) => string | undefined,
  ) {
    this.#context = context;
    this.#addressOf = addressOf;
    for (const resource of context.graph.ofType(healthCheckType)) {
      const regions: string[] = resource.inputs.regions ?? checkerRegions;
      const type = String(resource.inputs.type).toUpperCase();
      const checkers = probedTypes.test(type) ? regions.map(() => newChecker) : [];
      const since = context.clock.now();
      this.#checks.set(resource.id, {
        resource,
        type,
        checkers,
        healthy: true,
        since,
        detail: "not probed yet",
        turned: null,
      });
    }
    for (const check of this.#checks.values()) {
      check.healthy = this.#judge(check);
    }
  }

  /**
   * Checkers do not go by each other: the first ones go out over one interval, and after each answer a checker waits for it.
   * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
   */
  start(): void {
    for (const check of this.#checks.values()) {
      const { inputs } = check.resource;
      if (check.checkers.length === 0) {
        const what =
          check.type === "CALCULATED" ? undefined : `${check.type}: the twin does not look; it counts as healthy`;
        if (what) {
          this.#context.events.add("health", check.resource.name, what);
        }
        continue;
      }
      if (inputs.disabled === true) {
        continue;
      }
      const regions: string[] = inputs.regions ?? checkerRegions;
      const trace = this.#context.ledger.open("route53 health checkers");
      const intervalMs = Number(inputs.requestInterval ?? 30) * 1_000;
      regions.forEach((region, index) => {
        const look = () => this.#look(check, index, this.#context.network.place(region), trace);
        const begin = async () => {
          await this.#context.clock.sleep((index / regions.length) * intervalMs);
          if (this.#stopped) {
            return;
          }
          this.#ends.push(this.#context.clock.every(intervalMs, look));
          await look();
        };
        // The clock rejects sleepers when the twin stops.
        void begin().catch(() => {});
      });
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const end of this.#ends.splice(0)) {
      end();
    }
  }

  /** A health check that nobody declares counts as unhealthy: fail closed. */
  healthOf(id: string): boolean {
    return this.#checks.get(id)?.healthy ?? false;
  }

  states(): HealthState[] {
    return [...this.#checks.values()].map(({ resource, healthy, since, detail, type, checkers, turned }) => ({
      service: "route53",
      name: resource.name,
      region: regionStacks[resource.stack]?.region ?? null,
      target: type === "CALCULATED" ? "its health checks together" : targetName(resource),
      healthy,
      since,
      detail,
      // What an inverted check looks for is no sign of life: not finding it is no failure.
      ...(checkers.length > 0 &&
        resource.inputs.invertHealthcheck !== true && {
          probes: { of: checkers.length, failing: checkers.filter(isFailing).length, turned },
        }),
    }));
  }

  async #look(check: Check, index: number, from: Place, trace: string): Promise<void> {
    const target = this.#target(check, from);
    const seen: ProbeResult = target
      ? await this.#probe(from, target, trace, (index + 0.5) / check.checkers.length)
      : { passed: false, detail: `${check.resource.inputs.fqdn} has no address` };
    if (this.#stopped) {
      return;
    }
    const agreedBefore = endpointHealthy(check.checkers);
    const before = check.checkers[index] ?? newChecker;
    check.checkers[index] = afterProbe(before, seen.passed, Number(check.resource.inputs.failureThreshold ?? 3));
    check.detail = `${seen.detail} from ${from.name}`;
    const agreed = endpointHealthy(check.checkers);
    const opposite = check.checkers.some((checker) => isFailing(checker) === agreed);
    const since = agreed === agreedBefore ? check.turned : null;
    check.turned = opposite ? (since ?? this.#context.clock.now()) : null;
    this.#update();
  }

  /** `position` of the checker among all, from 0 to below 1: which share of them it belongs to. */
  async #probe(from: Place, target: ProbeTarget, trace: string, position: number): Promise<ProbeResult> {
    const { clock, faults, network } = this.#context;
    const endpoint = network.endpoints().find(({ ip, port }) => ip === target.ip && port === target.port);
    const region = endpoint && network.place(endpoint.place).region;
    const { unreached, misjudged } = region === undefined ? {} : faults.effects({ region }, position);
    if (unreached) {
      const { connectMs } = target.type === "TCP" ? limits.tcp : limits.http;
      await clock.sleep(connectMs);
      return { passed: false, detail: `no connection in ${connectMs} ms` };
    }
    const result = await probe(this.#context, from, target, trace);
    return misjudged ? { passed: false, detail: `${result.detail}, taken for a failure` } : result;
  }

  #target({ resource: { inputs }, type }: Check, from: Place): ProbeTarget | undefined {
    const ip = inputs.ipAddress ?? this.#addressOf(String(inputs.fqdn), from);
    const base = type.replace("_STR_MATCH", "") as ProbeTarget["type"];
    return ip === undefined
      ? undefined
      : {
          type: base,
          ip,
          port: Number(inputs.port ?? (base === "HTTPS" ? 443 : 80)),
          hostname: String(inputs.fqdn ?? inputs.ipAddress),
          path: String(inputs.resourcePath ?? "/"),
          sni: inputs.enableSni !== false,
          searchString: inputs.searchString,
        };
  }

  /** Calculated checks may depend on each other: judged until nothing changes, each at most once a round. */
  #update(): void {
    for (let round = 0; round < this.#checks.size; round++) {
      const changed = [...this.#checks.values()].filter((check) => check.healthy !== this.#judge(check));
      if (changed.length === 0) {
        return;
      }
      for (const check of changed) {
        check.healthy = !check.healthy;
        check.since = this.#context.clock.now();
        this.#context.events.add("health", check.resource.name, this.#describe(check));
      }
    }
  }

  #judge({ resource: { inputs }, type, checkers }: Check): boolean {
    const flags = { inverted: inputs.invertHealthcheck === true, disabled: inputs.disabled === true };
    if (type !== "CALCULATED") {
      return status(checkers.length === 0 || endpointHealthy(checkers), flags);
    }
    const children: string[] = inputs.childHealthchecks ?? [];
    return status(
      calculatedHealthy(
        children.map((id) => this.healthOf(id)),
        Number(inputs.childHealthThreshold ?? 0),
      ),
      flags,
    );
  }

  #describe({ resource, healthy, checkers, detail }: Check): string {
    const agree = checkers.filter((checker) => checker.healthy).length;
    const count =
      checkers.length > 0 ? `: ${agree} of ${checkers.length} checkers find it healthy, last: ${detail}` : "";
    return `${targetName(resource)} is ${healthy ? "healthy" : "unhealthy"}${count}`;
  }
}

/** By its last probe: a checker changes its mind only after several. */
const isFailing = ({ healthy, against }: CheckerState) => healthy === against > 0;

function targetName({ inputs }: Resource): string {
  const host = inputs.fqdn ?? inputs.ipAddress ?? "calculated";
  return inputs.resourcePath ? `${host}${inputs.resourcePath}` : String(host);
}
