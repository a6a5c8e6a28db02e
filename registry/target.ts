/** Where the registry is: the twin, or AWS. */
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { InvalidInput } from "../model/invalid-input";
import { registryRegion } from "../model/topology";
import { bounded, requestLimit } from "./bounded";

export interface RegistryTarget {
  /** For messages: "the twin at http://…", "AWS, ca-central-1". */
  name: string;
  region: string;
  table: string;
  /** Key of the hashes in the table. Secret: who has it can find out whether a name is in the registry. */
  hashSecret: string;
  /** Absent for AWS itself. */
  endpoint?: string;
  /** Absent: the SDK's default chain, that is the operator's own. */
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** What `GET /api/endpoints` of the twin's control API says about the registry; other fields are not read here. */
export interface TwinEndpoints {
  registry: {
    endpoint: string;
    region: string;
    table: string;
    hashSecret: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
}

/** Asks a running twin for its registry. Throws InvalidInput where none answers. */
export async function twinTarget(twin: string): Promise<RegistryTarget> {
  const url = `${twin.replace(/\/+$/, "")}/api/endpoints`;
  let endpoints: Partial<TwinEndpoints>;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    if (!response.ok) {
      throw new Error(`status ${response.status}`);
    }
    endpoints = (await response.json()) as Partial<TwinEndpoints>;
  } catch (error) {
    throw new InvalidInput(
      `no twin answers at ${url} (${reason(error)}); fix: start it with \`make up\`, say where it is with --port or --twin, or use --aws`,
    );
  }
  return { name: `the twin at ${twin}`, ...checked(endpoints.registry, url) };
}

const reason = (error: unknown) => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) {
    return String(cause);
  }
  return ("code" in cause && typeof cause.code === "string" && cause.code) || cause.message;
};

function checked(registry: TwinEndpoints["registry"] | undefined, url: string): TwinEndpoints["registry"] {
  const missing = (["endpoint", "region", "table", "hashSecret", "credentials"] as const).filter(
    (key) => !registry?.[key],
  );
  if (!registry || missing.length > 0) {
    throw new InvalidInput(
      `${url} answers, but without registry.${missing.join(", registry.")}; fix: is it this project's twin, of the same version?`,
    );
  }
  const { endpoint, region, table, hashSecret, credentials } = registry;
  return { endpoint, region, table, hashSecret, credentials };
}

/** An operation may take so long, its repetitions included. */
const operationLimitMs = 45_000;

/**
 * A client for the registry. Every read and write of an operator is made in the one Region that organizations are
 * written in. Throttling is answered by slowing down, on the client:
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export function registryClient(target: RegistryTarget, limitMs = operationLimitMs): DynamoDBClient {
  const client = new DynamoDBClient({
    region: target.region || registryRegion,
    retryMode: "adaptive",
    maxAttempts: 8,
    requestHandler: {
      connectionTimeout: 5000,
      ...requestLimit(10_000),
      httpsAgent: { maxSockets: 64 },
      httpAgent: { maxSockets: 64 },
    },
    ...(target.endpoint && { endpoint: target.endpoint }),
    // The SDK writes into what it is given.
    ...(target.credentials && { credentials: { ...target.credentials } }),
  });
  return bounded(client, limitMs);
}
