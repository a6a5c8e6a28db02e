/** One health check, accelerator endpoint or target, as it is judged now. `since` is when it got its present state. */
export interface HealthState {
  /** The module that judges it: `route53`, `global-accelerator`, `load-balancer`. */
  service: string;
  name: string;
  region: string | null;
  /** What is probed: a URL, host name or function. */
  target: string;
  healthy: boolean;
  since: number;
  /** What the last probe saw: `200 in 14 ms`, `no connection in 4000 ms`. */
  detail: string;
  /** What its probers say, each by its last probe. */
  probes?: Probes;
}

export interface Probes {
  of: number;
  failing: number;
  /** Since when some prober's last probe says the opposite of what they agree on; null while none does. */
  turned: number | null;
}
