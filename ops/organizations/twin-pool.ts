import { InvalidInput } from "../../model/invalid-input";
import { callTwin } from "../shared/twin";
import type { PoolTarget } from "./invite";

/** What `GET /api/endpoints` of the twin's control API says about user pools: see local/identity.ts. */
interface TwinEndpoints {
  identity?: {
    pools: Record<string, { region: string; userPoolId: string; endpoint: string }>;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
}

/** The pool of a jurisdiction's primary in a running twin. Throws InvalidInput where there is none. */
export async function twinPool(twin: string, jurisdiction: string): Promise<PoolTarget> {
  const { identity } = (await callTwin(twin, "/api/endpoints")) as TwinEndpoints;
  const pool = identity?.pools[jurisdiction];
  if (!identity || !pool) {
    throw new InvalidInput(
      `the twin at ${twin} has no user pool in ${jurisdiction}; fix: is it this project's twin, of the same version, with all stacks?`,
    );
  }
  const { region, userPoolId, endpoint } = pool;
  return {
    name: `the twin at ${twin}`,
    region,
    userPoolId,
    endpoint,
    credentials: identity.credentials,
    sendsMail: false,
  };
}
