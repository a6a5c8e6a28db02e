/** Who calls: access keys that stand for a role or for the operator. */
import { randomBytes } from "node:crypto";
import type { TwinContext } from "../context";
import { allows, type Decision, type Policies } from "./rules/evaluate";
import { mayUseKey } from "./rules/keys";
import { policiesOf } from "./rules/roles";
import type { Credentials, Iam, KeyHolder } from "./types";

const everything: Decision = { allowed: true, reason: "allowed" };

export class AccessKeys implements Iam {
  readonly #holders = new Map<string, KeyHolder>();
  readonly #policies = new Map<string, Policies>();
  #operator: Credentials | undefined;
  readonly #context: Pick<TwinContext, "graph">;

  constructor(context: Pick<TwinContext, "graph">) {
    this.#context = context;
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {
    this.#holders.clear();
  }

  issue(caller: { roleArn: string; name: string; trace: () => string | undefined }): Credentials {
    const policies = this.#policiesOf(caller.roleArn);
    const [, , , , account, role = ""] = caller.roleArn.split(":");
    return this.#add({
      principal: `arn:aws:sts::${account}:assumed-role/${role.split("/").at(-1)}/${caller.name}`,
      trace: caller.trace,
      decide: (request) => allows(policies, request),
      decideKeyUse: (request) => mayUseKey(this.#context.graph, caller.roleArn, policies, request),
    });
  }

  operator(): Credentials {
    this.#operator ??= this.#add({
      principal: "operator",
      trace: () => undefined,
      decide: () => everything,
      decideKeyUse: () => everything,
    });
    return this.#operator;
  }

  holderOf(accessKeyId: string): KeyHolder | undefined {
    return this.#holders.get(accessKeyId);
  }

  #add(holder: KeyHolder): Credentials {
    const accessKeyId = `ASIA${randomBytes(8).toString("hex").toUpperCase()}`;
    this.#holders.set(accessKeyId, holder);
    return { accessKeyId, secretAccessKey: randomBytes(30).toString("base64") };
  }

  #policiesOf(roleArn: string): Policies {
    const known = this.#policies.get(roleArn) ?? policiesOf(this.#context.graph, roleArn);
    this.#policies.set(roleArn, known);
    return known;
  }
}
