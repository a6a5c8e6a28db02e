/** Every drill. A new one is a file, or an entry of one, and a line here. */
import { replicationCut, wrongObjective } from "./controls";
import { apiGatewayLost, dynamoDbLost, keyLost, lambdaLost } from "./one-service";
import { bothRegionsLost, regionLost } from "./regions";
import type { Drill } from "./types";
import { checkersPartitioned, linkCut, registryReplicaLost } from "./unnoticed";

export const drills: readonly Drill[] = [
  regionLost,
  bothRegionsLost,
  dynamoDbLost,
  keyLost,
  lambdaLost,
  apiGatewayLost,
  registryReplicaLost,
  linkCut,
  checkersPartitioned,
  wrongObjective,
  replicationCut,
];
