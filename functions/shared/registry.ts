/** Reading the registry from a function: the own Region's replica, another's where that one does not answer. */
import { registryRegionsFor } from "../../model/topology";
import { BatchReader, itemsOf } from "./batch-reader";
import { dynamoDb } from "./dynamodb";
import { readReplicas } from "./replicas";

/** The registry may be read in any Region (data class `routing`), so its loss in one is nobody's outage. */
export function registryReader(region: string, table: string): BatchReader {
  const replicas = registryRegionsFor(region).map((each) => ({ region: each, read: itemsOf(dynamoDb(each), table) }));
  return new BatchReader(readReplicas(replicas));
}
