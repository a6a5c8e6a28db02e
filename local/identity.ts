/** For `npm run organizations -- invite` and apps: `identity` of `GET /api/endpoints`. */
import type { Graph } from "../graph/graph";
import { regionStacks } from "../model/topology";
import type { Cognito } from "./cognito/types";

/** Jurisdiction → the pool of its primary, in which its users are, and how whoever runs the twin reaches it. */
export function identityOf(graph: Graph, userPools: Pick<Cognito, "endpoint" | "operator">) {
  const primaries = graph.stacks.flatMap(({ stack }) => {
    const entry = regionStacks[stack];
    return entry?.role === "primary" ? [{ stack, ...entry }] : [];
  });
  const pools = primaries.map(({ stack, region, jurisdiction }) => {
    const { userPoolId, userPoolClientId } = graph.outputsOf(stack);
    const pool = { region, userPoolId: String(userPoolId), clientId: String(userPoolClientId) };
    return [jurisdiction, { ...pool, endpoint: userPools.endpoint(region) }] as const;
  });
  return { pools: Object.fromEntries(pools), credentials: userPools.operator() };
}
