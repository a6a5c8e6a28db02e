/** Keeps the Region's snapshot of the registry fresh, by the clock. */
import { snapshotFile } from "../../model/snapshot";
import { Bucket } from "../shared/bucket";
import { DynamoDb } from "../shared/dynamodb";
import { environment } from "../shared/environment";
import { log } from "../shared/log";
import { scanTimeoutMs } from "./limits";
import { snapshotOf } from "./snapshot";

const { AWS_REGION, REGISTRY_TABLE, SNAPSHOT_BUCKET } = environment("AWS_REGION", "REGISTRY_TABLE", "SNAPSHOT_BUCKET");

const registry = new DynamoDb({
  region: AWS_REGION,
  endpoint: process.env.AWS_ENDPOINT_URL_DYNAMODB,
  timeoutMs: scanTimeoutMs,
});
const bucket = new Bucket(AWS_REGION, SNAPSHOT_BUCKET);

/** Throws where the replica or the bucket does not answer: the last snapshot stays, and the alarm hears of it. */
export async function handler(): Promise<void> {
  const started = performance.now();
  const { file, rows } = await snapshotOf((from) => registry.scan(REGISTRY_TABLE, from), Date.now);
  await bucket.write(snapshotFile, file);
  const ms = Math.round(performance.now() - started);
  log({ function: "snapshot", route: "refresh", status: 200, ms, rows, bytes: file.length });
}
