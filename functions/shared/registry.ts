/** Reading the registry from a function: the own Region's replica, another's where that one does not answer, and the Region's snapshot of it. */
import { registryRegionsFor } from "../../model/topology";
import { BatchReader, itemsOf } from "./batch-reader";
import { Bucket } from "./bucket";
import { dynamoDb } from "./dynamodb";
import { warn } from "./log";
import { readReplicas } from "./replicas";
import { snapshotReader } from "./snapshot";

/** The registry may be read in any Region (data class `routing`), so its loss in one is nobody's outage. */
export function registryReader(name: string, region: string, table: string, bucket: string): BatchReader {
  const replicas = registryRegionsFor(region).map((each) => ({ region: each, read: itemsOf(dynamoDb(each), table) }));
  const last = snapshotReader(new Bucket(region, bucket).read, (message) => warn(name, message));
  return new BatchReader(readReplicas(replicas), Date.now, last);
}
