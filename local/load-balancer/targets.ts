/** Target groups at work: invokes functions, and checks their health by really invoking them. */
import type { TwinContext } from "../context";
import type { HealthState } from "../health";
import type { Lambda } from "../lambda/types";
import type { TargetGroup } from "./rules/declared";
import { healthEventOf, responseOf } from "./rules/event";
import { afterCheck, initial, matches, type TargetHealth, type TargetState } from "./rules/health";

const principal = "elasticloadbalancing.amazonaws.com";

interface Watched {
  group: TargetGroup;
  functionArn: string;
  health: TargetHealth;
  since: number;
  detail: string;
}

export class Targets {
  readonly #groups: ReadonlyMap<string, TargetGroup>;
  readonly #watched: Watched[];
  readonly #ends: (() => void)[] = [];

  readonly #context: TwinContext;
  readonly #lambda: Pick<Lambda, "invoke">;

  constructor(context: TwinContext, lambda: Pick<Lambda, "invoke">, groups: readonly TargetGroup[]) {
    this.#context = context;
    this.#lambda = lambda;
    this.#groups = new Map(groups.map((group) => [group.arn, group]));
    const since = context.clock.now();
    this.#watched = groups.flatMap((group) =>
      group.targets.map((functionArn) => {
        // Without health checks a target counts as healthy.
        const health = group.healthCheck ? initial : { state: "healthy" as const, row: 0 };
        return { group, functionArn, health, since, detail: group.healthCheck ? "new" : "not checked" };
      }),
    );
  }

  /** Resolves when every target has been checked once. */
  async start(): Promise<void> {
    const trace = this.#context.ledger.open("load balancer health checkers");
    const checked = this.#watched.filter(({ group }) => group.healthCheck);
    for (const target of checked) {
      this.#ends.push(
        this.#context.clock.every(target.group.healthCheck!.intervalMs, () => this.#check(target, trace)),
      );
    }
    await Promise.all(checked.map((target) => this.#check(target, trace)));
  }

  stop(): void {
    for (const end of this.#ends.splice(0)) {
      end();
    }
  }

  group(arn: string): TargetGroup | undefined {
    return this.#groups.get(arn);
  }

  states(groupArn: string): TargetState[] {
    return this.#watched.filter(({ group }) => group.arn === groupArn).map(({ health }) => health.state);
  }

  healthStates(): HealthState[] {
    return this.#watched.map(({ group, health, since, detail, functionArn }) => ({
      service: "load-balancer",
      name: group.name,
      region: group.region,
      target: functionArn.split(":").at(-1)!,
      healthy: health.state === "healthy",
      since,
      detail,
    }));
  }

  /** The function's result. A group with only unhealthy targets is sent requests all the same, as AWS documents. */
  invoke(group: TargetGroup, event: unknown, trace: string): Promise<unknown> {
    const [functionArn = ""] = group.targets;
    return this.#lambda.invoke({ functionArn, event, trace, caller: { principal, sourceArn: group.arn } });
  }

  async #check(target: Watched, trace: string): Promise<void> {
    const { clock, events } = this.#context;
    const check = target.group.healthCheck!;
    const startedAt = clock.now();
    const [passed, seen] = await this.#probe(target, trace);
    target.detail = `${seen} in ${Math.round(clock.now() - startedAt)} ms`;
    const { state } = target.health;
    target.health = afterCheck(target.health, passed, check);
    if (target.health.state === state) {
      return;
    }
    target.since = clock.now();
    if (state === "initial") {
      return;
    }
    events.add(
      "target-health",
      target.group.name,
      `${target.health.state} in ${target.group.region}: ${target.detail}`,
    );
  }

  async #probe({ group }: Watched, trace: string): Promise<[passed: boolean, seen: string]> {
    const { clock, faults } = this.#context;
    const { matcher, timeoutMs } = group.healthCheck!;
    const startedAt = clock.now();
    try {
      const slow = faults.delayMs(group.region);
      if (slow > 0) {
        await clock.sleep(Math.min(slow, timeoutMs));
      }
      const result = await this.invoke(group, healthEventOf(group), trace);
      const response = responseOf(group, result);
      if (!response) {
        return [false, "a malformed response"];
      }
      const late = clock.now() - startedAt > timeoutMs;
      return [!late && matches(matcher, response.status), late ? "too late" : String(response.status)];
    } catch (error) {
      return [false, (error as Error).message];
    }
  }
}
