import type { Service } from "../context";
import { type ServiceKey, serviceKey } from "../module";
import type { AlarmState } from "./alarm-rules";
import type { MetricSummary } from "./rules";

export interface Measurements {
  metrics: MetricSummary[];
  /** Documents that CloudWatch would not understand. */
  issues: { resource: string; region: string; issue: string }[];
}

/** An alarm as the page and the control API show it. */
export interface AlarmView {
  name: string;
  /** Where it is, with its metric. */
  region: string;
  /** The Region of the stack that declares it. */
  about: string;
  description: string;
  state: AlarmState;
  since: number;
  /** What was compared with what, or why it is not evaluated. */
  reason: string;
}

export interface CloudWatch extends Service {
  /** The metrics in the functions' logs, as they are now. */
  measurements(): Promise<Measurements>;
  alarms(): AlarmView[];
}

export const cloudwatch: ServiceKey<CloudWatch> = serviceKey("cloudwatch");
