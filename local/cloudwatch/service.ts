/** Stands for CloudWatch: metrics in functions' logs, read anew for each question, and the declared alarms. */
import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { FunctionLog } from "../lambda/types";
import type { Alarms } from "./alarms";
import { type Datum, dataOf, summarize } from "./rules";
import type { AlarmView, CloudWatch, Measurements } from "./types";

/** `logs` are looked up anew for each question: functions come and go. */
export class LocalCloudWatch implements CloudWatch {
  readonly #logs: () => readonly FunctionLog[];
  readonly #alarms: Alarms;

  constructor(logs: () => readonly FunctionLog[], alarms: Alarms) {
    this.#logs = logs;
    this.#alarms = alarms;
  }

  async start(): Promise<void> {
    this.#alarms.start();
  }

  async stop(): Promise<void> {
    this.#alarms.stop();
  }

  alarms(): AlarmView[] {
    return this.#alarms.list();
  }

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
