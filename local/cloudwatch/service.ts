/** Stands for CloudWatch as far as it reads functions' logs for metrics. Nothing is kept: each question reads what is there. */
import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { FunctionLog } from "../lambda/types";
import { type Datum, dataOf, summarize } from "./rules";
import type { CloudWatch, Measurements } from "./types";

/** `logs` are looked up anew for each question: functions come and go. */
export class LogMetrics implements CloudWatch {
  readonly #logs: () => readonly FunctionLog[];

  constructor(logs: () => readonly FunctionLog[]) {
    this.#logs = logs;
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  measurements(): Promise<Measurements> {
    return measurementsOf(this.#logs());
  }
}

async function measurementsOf(logs: readonly FunctionLog[]): Promise<Measurements> {
  const data: Datum[] = [];
  const issues: Measurements["issues"] = [];
  for (const { file, resource, region } of logs) {
    if (!existsSync(file)) {
      continue;
    }
    for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
      const found = line.includes('"_aws"') ? dataOf(line) : undefined;
      if (!found) {
        continue;
      }
      if ("data" in found) {
        data.push(...found.data);
      } else {
        issues.push(...found.issues.map((issue) => ({ resource, region, issue })));
      }
    }
  }
  return { metrics: summarize(data), issues };
}
