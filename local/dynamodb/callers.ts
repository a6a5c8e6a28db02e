/** Who calls: access keys that stand for a role or for the operator, and what a signed request says of itself. */
import { randomBytes } from "node:crypto";
import type { Credentials, TwinContext } from "../context";
import { type AccessRequest, allows, type Policies, type Verdict } from "../iam/evaluate";
import { mayUseKey } from "../iam/keys";
import { policiesOf } from "../iam/roles";

/** Behind an access key. The operator has no role: everything is allowed. */
export interface KeyHolder {
  /** What AWS calls it in a refusal. */
  principal: string;
  trace(): string | undefined;
  verdict(request: AccessRequest): Verdict;
  /** Whether they may use a KMS key; `request.resource` is its ARN. */
  keyVerdict(request: AccessRequest): Verdict;
}

/** What the Authorization header of Signature Version 4 says. */
export interface Signature {
  accessKeyId: string;
  /** The Region that the caller addresses. */
  region: string;
}

const everything: Verdict = { allowed: true, reason: "allowed" };

export class Callers {
  readonly #holders = new Map<string, KeyHolder>();
  readonly #policies = new Map<string, Policies>();
  #operator: Credentials | undefined;

  constructor(private readonly context: Pick<TwinContext, "graph">) {}

  issue(caller: { roleArn: string; name: string; trace: () => string | undefined }): Credentials {
    const policies = this.#policiesOf(caller.roleArn);
    const [, , , , account, role = ""] = caller.roleArn.split(":");
    return this.#add({
      principal: `arn:aws:sts::${account}:assumed-role/${role.split("/").at(-1)}/${caller.name}`,
      trace: caller.trace,
      verdict: (request) => allows(policies, request),
      keyVerdict: (request) => mayUseKey(this.context.graph, caller.roleArn, policies, request),
    });
  }

  operator(): Credentials {
    this.#operator ??= this.#add({
      principal: "operator",
      trace: () => undefined,
      verdict: () => everything,
      keyVerdict: () => everything,
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
    const known = this.#policies.get(roleArn) ?? policiesOf(this.context.graph, roleArn);
    this.#policies.set(roleArn, known);
    return known;
  }
}

/**
 * Undefined where the header is not one of Signature Version 4. The signature itself is not recomputed: keys are made
 * up afresh for each twin and serve on its loopback only.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export function signatureOf(authorization: string | undefined): Signature | undefined {
  const found = /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\/dynamodb\/aws4_request,/.exec(
    authorization ?? "",
  );
  return found ? { accessKeyId: found[1]!, region: found[2]! } : undefined;
}
