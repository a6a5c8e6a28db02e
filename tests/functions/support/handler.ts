/** A function's handler in this process, started anew with its environment as Lambda starts it, and what it logs. */
export interface Outcome {
  /** What it answered; undefined where it threw. */
  result: any;
  thrown: Error | undefined;
  /** The lines of its log. */
  log: Record<string, unknown>[];
}

export type Call = (event: unknown) => Promise<Outcome>;

/** Loads `functions/<name>/handler.ts` anew: its caches are empty. Throws where it does not start. */
export function startHandler(name: string, environment: Record<string, string>): Call {
  const file = require.resolve(`../../../functions/${name}/handler`);
  const before = { ...process.env };
  for (const variable of variables) {
    delete process.env[variable];
  }
  Object.assign(process.env, environment);
  try {
    delete require.cache[file];
    const { handler } = require(file) as { handler: (event: unknown) => Promise<unknown> };
    return (event) => logged(() => handler(event));
  } finally {
    for (const variable of variables) {
      delete process.env[variable];
    }
    Object.assign(process.env, before);
  }
}

const variables = [
  "AWS_REGION",
  "AWS_ENDPOINT_URL_DYNAMODB",
  "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER",
  "AWS_ENDPOINT_URL_LAMBDA",
  "AWS_ENDPOINT_URL_KMS",
  "PROBED_FUNCTIONS",
  "KEY_ARN",
  "APP_ORIGINS",
  "DOMAIN",
  "JURISDICTION",
  "REGISTRY_TABLE",
  "SNAPSHOT_BUCKET",
  "AWS_ENDPOINT_URL_S3",
  "REGISTRY_HASH_KEY",
  "PROFILE_TABLE",
  "IDEMPOTENCY_TABLE",
  "SIGNING_KEYS_TABLE",
  "REGIONS_TABLE",
  "RETURN_AFTER_MINUTES",
];

export async function logged(run: () => Promise<unknown>): Promise<Outcome> {
  const log: Outcome["log"] = [];
  const write = process.stdout.write;
  process.stdout.write = ((text: string | Uint8Array, ...rest: []) => {
    if (typeof text !== "string" || !/^\{.*\}\n$/s.test(text)) {
      return write.call(process.stdout, text, ...rest);
    }
    log.push(JSON.parse(text));
    return true;
  }) as typeof write;
  try {
    return { result: await run(), thrown: undefined, log };
  } catch (thrown) {
    return { result: undefined, thrown: thrown as Error, log };
  } finally {
    process.stdout.write = write;
  }
}
