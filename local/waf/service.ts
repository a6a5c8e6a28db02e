/** Stands for AWS WAF: the declared web ACLs, asked by what they are associated with. */
import type { Graph, Resource } from "../../graph/graph";
import type { TwinContext } from "../context";
import { associations, ipSetsOf, WebAcl } from "./rules/web-acl";
import type { Blocked, Verdict, Waf, WafRequest } from "./types";

const letIn: Verdict = { action: "allow", rule: undefined };

interface Context {
  graph: Graph;
  clock: Pick<TwinContext["clock"], "now">;
  events: Pick<TwinContext["events"], "add">;
}

interface Guard {
  resource: Resource;
  acl: WebAcl;
}

export class LocalWaf implements Waf {
  /** By the ARN of what they guard. */
  readonly #guards = new Map<string, Guard>();
  readonly #blocked = new Map<string, Blocked>();
  readonly #context: Context;

  /** `lagMs`: how late rate-based rules know what came in. */
  constructor(context: Context, lagMs?: number) {
    this.#context = context;
    const { graph } = context;
    const made = new Map<Resource, Guard>();
    for (const [arn, resource] of associations(graph)) {
      const guard = made.get(resource) ?? { resource, acl: new WebAcl(resource, ipSetsOf(graph), lagMs) };
      made.set(resource, guard);
      this.#guards.set(arn, guard);
    }
  }

  async start(): Promise<void> {
    for (const { resource, acl } of new Set(this.#guards.values())) {
      for (const kind of acl.unsupported) {
        this.#context.events.add("unsupported", resource.region!, `web ACL ${resource.name}: ${kind} matches nothing`);
      }
    }
  }

  async stop(): Promise<void> {}

  judge(resourceArn: string, request: WafRequest): Verdict {
    const found = this.#guards.get(resourceArn);
    if (!found) {
      return letIn;
    }
    const verdict = found.acl.judge(request, this.#context.clock.now());
    if (verdict.action === "block") {
      this.#count(found.resource, verdict.rule ?? "default action");
    }
    return verdict;
  }

  blocked(): Blocked[] {
    return [...this.#blocked.values()];
  }

  /** The first request that a rule blocks stands on the timeline: a flood must not fill it. */
  #count({ name: webAcl, region }: Resource, rule: string): void {
    const key = `${region} ${webAcl} ${rule}`;
    const known = this.#blocked.get(key);
    if (!known) {
      this.#context.events.add("firewall", region!, `rule ${rule} of web ACL ${webAcl} blocks requests`);
    }
    this.#blocked.set(key, { webAcl, region: region!, rule, requests: (known?.requests ?? 0) + 1 });
  }
}
