import type { Service } from "../context";
import { type FunctionCaller, type ServiceKey, serviceKey } from "../module";
import type { AccessRequest, Decision } from "./rules/evaluate";

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/** Behind an access key. The operator has no role: everything is allowed. */
export interface KeyHolder {
  /** What AWS calls it in a refusal. */
  principal: string;
  trace(): string | undefined;
  decide(request: AccessRequest): Decision;
  /** Whether they may use a KMS key; `request.resource` is its ARN. */
  decideKeyUse(request: AccessRequest): Decision;
}

/** What AWS says to whom a decision refuses: https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
export const accessDeniedText = (
  { principal }: Pick<KeyHolder, "principal">,
  { action, resource }: AccessRequest,
  { reason }: Decision,
): string => `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;

/** Who calls: access keys, and what the policies let their holders do. */
export interface Iam extends Service {
  /** Keys that stand for a role: its calls are checked against the role's policies, and noted on the running trace. */
  issue(caller: Omit<FunctionCaller, "region">): Credentials;
  /** Keys of whoever runs the twin: allowed everything, as an administrator. */
  operator(): Credentials;
  holderOf(accessKeyId: string): KeyHolder | undefined;
}

export const iam: ServiceKey<Iam> = serviceKey("iam");
