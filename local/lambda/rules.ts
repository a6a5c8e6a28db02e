/** Lambda's rules: pure functions of what is declared. */

import type { Graph, Resource } from "../../graph/graph";
import { type DataClass, dataClasses } from "../../model/topology";

export const functionType = "aws:lambda/function:Function";
const permissionType = "aws:lambda/permission:Permission";

/** Errors of Lambda itself, each with its status: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_Errors */
export const refusals: Readonly<Record<string, number>> = {
  RequestEntityTooLargeException: 413,
  ResourceNotFoundException: 404,
  ServiceException: 500,
  TooManyRequestsException: 429,
};

/** What a declared function is, with AWS's defaults for what is left out. */
export interface DeclaredFunction {
  arn: string;
  name: string;
  /** Logical name, for people. */
  resource: string;
  region: string;
  roleArn: string;
  code: string;
  /** Export of index.js. */
  handler: string;
  memoryMb: number;
  timeoutMs: number;
  variables: Record<string, string>;
  /** The customer managed key that the variables are encrypted with. */
  keyArn: string | undefined;
  logGroup: string;
  /** Undefined: the account's unreserved concurrency. */
  reservedConcurrency: number | undefined;
  dataClass: DataClass;
}

/** Defaults: https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html (128 MB, 3 s). */
export function declaredFunction({ inputs, outputs, name, region }: Resource): DeclaredFunction {
  const reserved = Number(inputs.reservedConcurrentExecutions ?? -1);
  return {
    arn: outputs.arn,
    name: outputs.name,
    resource: name,
    region: region!,
    roleArn: inputs.role,
    code: inputs.code?.["index.js"] ?? "",
    handler: String(inputs.handler ?? "index.handler")
      .split(".")
      .at(-1)!,
    memoryMb: Number(inputs.memorySize ?? 128),
    timeoutMs: 1000 * Number(inputs.timeout ?? 3),
    variables: inputs.environment?.variables ?? {},
    keyArn: inputs.kmsKeyArn,
    logGroup: inputs.loggingConfig?.logGroup ?? `/aws/lambda/${outputs.name}`,
    reservedConcurrency: reserved < 0 ? undefined : reserved,
    dataClass: dataClassOf(inputs.tags),
  };
}

/** The `data-class` tag. Without one, the worse case: personal. */
export function dataClassOf(tags: Record<string, string> | undefined): DataClass {
  const tag = tags?.["data-class"] ?? "";
  return Object.hasOwn(dataClasses, tag) ? (tag as DataClass) : "personal";
}

/** Keys that CreateFunction refuses: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const reservedVariables = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_DEFAULT_REGION",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_REGION",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
]);

/** What AWS would refuse of a declared function: a message each, none where it is right. */
export function issuesOf(declared: DeclaredFunction): string[] {
  const { resource, variables, memoryMb, timeoutMs, code } = declared;
  const issues: string[] = [];
  const say = (found: string) => issues.push(`function "${resource}" in ${declared.region}: ${found}`);
  const reserved = Object.keys(variables).filter((key) => reservedVariables.has(key));
  if (reserved.length > 0) {
    say(`environment sets ${reserved.join(", ")}, which Lambda reserves; rename them`);
  }
  // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
  const size = Object.entries(variables).reduce((sum, [key, value]) => sum + Buffer.byteLength(key + value), 0);
  if (size > 4096) {
    say(`environment has ${size} bytes; at most 4096 are allowed; move values to a parameter`);
  }
  if (!(memoryMb >= 128 && memoryMb <= 10_240)) {
    say(`memorySize is ${memoryMb}; use 128 to 10240`);
  }
  if (!(timeoutMs >= 1000 && timeoutMs <= 900_000)) {
    say(`timeout is ${timeoutMs / 1000} s; use 1 to 900`);
  }
  if (!code) {
    say('its code has no "index.js"; give it an AssetArchive with one');
  }
  return issues;
}

/**
 * What the function finds in its environment: declared variables and those that Lambda sets, nothing of this machine.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export function environmentOf(
  declared: DeclaredFunction,
  given: Record<string, string>,
  logStream: string,
): Record<string, string> {
  return {
    ...declared.variables,
    AWS_DEFAULT_REGION: declared.region,
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(declared.memoryMb),
    AWS_LAMBDA_FUNCTION_NAME: declared.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: declared.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    AWS_REGION: declared.region,
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    _HANDLER: `index.${declared.handler}`,
    ...given,
  };
}

/** Who asks to invoke a function: a service principal, and the resource that it acts for. */
export interface Invoker {
  principal: string;
  sourceArn: string;
}

/**
 * Whether the function's declared permissions let a service invoke it. Without any, AWS denies:
 * https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
 * `sourceArn` is an ArnLike pattern: https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
export function permits(graph: Graph, declared: Pick<DeclaredFunction, "arn" | "name">, invoker: Invoker): boolean {
  return graph.ofType(permissionType).some(({ inputs, region }) => {
    const named = inputs.function === declared.arn || inputs.function === declared.name;
    if (!named || region !== declared.arn.split(":")[3]) {
      return false;
    }
    if (inputs.action !== "lambda:InvokeFunction" && inputs.action !== "lambda:*") {
      return false;
    }
    if (inputs.principal !== invoker.principal) {
      return false;
    }
    const account = invoker.sourceArn.split(":")[4];
    if (inputs.sourceAccount && inputs.sourceAccount !== account) {
      return false;
    }
    return !inputs.sourceArn || arnLike(inputs.sourceArn, invoker.sourceArn);
  });
}

/**
 * ArnLike: each of the six parts is matched on its own, `*` and `?` stand for any characters.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function arnLike(pattern: string, arn: string): boolean {
  const patterns = sixParts(pattern);
  const parts = sixParts(arn);
  return patterns.length === parts.length && patterns.every((pattern, index) => wildcard(pattern, parts[index]!));
}

/** `*` stands for any characters, also none, `?` for exactly one. */
export function wildcard(pattern: string, text: string, flags = "s"): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${source}$`, flags).test(text);
}

function sixParts(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}
