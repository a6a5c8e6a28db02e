/** Stands for CloudWatch as far as it reads functions' logs for metrics. Nothing is kept: each question reads what is there. */
import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import { type Datum, dataOf, type MetricSummary, summarize } from "./rules";

export interface FunctionLog {
  /** Logical name of the function. */
  resource: string;
  region: string;
  file: string;
}

export interface Measurements {
  metrics: MetricSummary[];
  /** Documents that CloudWatch would not understand. */
  faults: { resource: string; region: string; fault: string }[];
}

export async function measurementsOf(logs: readonly FunctionLog[]): Promise<Measurements> {
  const data: Datum[] = [];
  const faults: Measurements["faults"] = [];
  for (const { file, resource, region } of logs) {
    if (!existsSync(file)) continue;
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      const found = line.includes('"_aws"') ? dataOf(line) : undefined;
      if (!found) continue;
      if ("data" in found) data.push(...found.data);
      else faults.push(...found.faults.map((fault) => ({ resource, region, fault })));
    }
  }
  return { metrics: summarize(data), faults };
}
