/** What a Region's health follows from: the functions that its users need, and its key. */
import { type Dependency, DependencyFailed } from "../shared/dependencies";
import { MissingConfiguration } from "../shared/errors";
import { type ProbeResult, probeEvent } from "../shared/probe";
import { type AwsCall, sendSigned } from "../shared/signed";
import { judgeTimeoutMs } from "./judge";

/**
 * `functions` as the stack gives it: a JSON object, what users know the function by → its name in Lambda. Throws
 * MissingConfiguration for anything else.
 */
export function functionsIn(text: string): Record<string, string> {
  try {
    const functions: unknown = JSON.parse(text);
    const values = Object.values(functions as object);
    if (values.length > 0 && values.every((name) => typeof name === "string" && name !== "")) {
      return functions as Record<string, string>;
    }
  } catch {
    // Falls through to the error for anything that is not such an object.
  }
  throw new MissingConfiguration(
    `PROBED_FUNCTIONS is ${JSON.stringify(text)}; it must be a JSON object of function names, such as {"profile":"api-profile"}`,
  );
}

/** A function that works: it runs, and says that everything it needs does. */
export function functionWorks(region: string, label: string, name: string): Dependency {
  const endpoint = process.env.AWS_ENDPOINT_URL_LAMBDA || `https://lambda.${region}.amazonaws.com`;
  // https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
  const url = new URL(`/2015-03-31/functions/${encodeURIComponent(name)}/invocations`, endpoint);
  return {
    name: label,
    async use() {
      const headers = { "Content-Type": "application/json" };
      const { dependencies } = await ask<ProbeResult>({ service: "lambda", region, url, headers }, probeEvent);
      // Without them it threw: the body then has its error.
      const failed = dependencies?.filter(({ status }) => status !== "ok") ?? [{ name: label, code: "threw" }];
      if (failed.length > 0) {
        throw new DependencyFailed(failed.map((dependency) => `${dependency.name} ${dependency.code}`).join(", "));
      }
    },
  };
}

/**
 * A key that is enabled, in a KMS that answers: what users do goes on for minutes with cached keys, a cold start does not.
 * https://docs.aws.amazon.com/kms/latest/APIReference/API_DescribeKey.html
 */
export function keyWorks(region: string, keyArn: string): Dependency {
  const url = new URL(process.env.AWS_ENDPOINT_URL_KMS || `https://kms.${region}.amazonaws.com/`);
  return {
    name: "key",
    async use() {
      const headers = { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "TrentService.DescribeKey" };
      const { KeyMetadata } = await ask<{ KeyMetadata: { KeyState: string } }>(
        { service: "kms", region, url, headers },
        { KeyId: keyArn },
      );
      if (KeyMetadata?.KeyState !== "Enabled") {
        throw new DependencyFailed(`key-${KeyMetadata?.KeyState}`);
      }
    },
  };
}

/** What an API answers with 200, of which nothing is sure. Throws DependencyFailed for any other answer, and for none. */
async function ask<T>(
  call: Pick<AwsCall, "service" | "region" | "url" | "headers">,
  input: object,
): Promise<Partial<T>> {
  // Not sampled on its own: Lambda would record a checker's calls beside those of users.
  // https://docs.aws.amazon.com/lambda/latest/dg/services-xray.html
  const trace = process.env._X_AMZN_TRACE_ID;
  const headers = { ...call.headers, ...(trace && { "X-Amzn-Trace-Id": trace }) };
  // A kept connection may have died while the function was frozen, and nobody asks twice.
  const sending = sendSigned({ ...call, headers, body: JSON.stringify(input), timeoutMs: judgeTimeoutMs, fresh: true });
  const { status, body } = await sending.catch(() => {
    throw new DependencyFailed("no-answer");
  });
  if (status !== 200) {
    throw new DependencyFailed(`http-${status}`);
  }
  return JSON.parse(body) as Partial<T>;
}
