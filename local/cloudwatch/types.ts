import type { Service } from "../context";
import { type ServiceKey, serviceKey } from "../module";
import type { MetricSummary } from "./rules";

export interface Measurements {
  metrics: MetricSummary[];
  /** Documents that CloudWatch would not understand. */
  issues: { resource: string; region: string; issue: string }[];
}

export interface CloudWatch extends Service {
  /** The metrics in the functions' logs, as they are now. */
  measurements(): Promise<Measurements>;
}

export const cloudwatch: ServiceKey<CloudWatch> = serviceKey("cloudwatch");
