/** The declared alarms, evaluated each minute over what the services report. */
import type { Resource } from "../../graph/graph";
import { regionStacks } from "../../model/topology";
import type { TwinContext } from "../context";
import { type AlarmState, type AlarmTerms, enoughFor, stateOf, statistic } from "./alarm-rules";
import { evaluate, type Point } from "./metric-math";
import { counted, type MetricValue, metricsOfHops } from "./metrics";
import type { AlarmView } from "./types";

const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";
const evaluatedMs = 60_000;
/** Route 53 reports each health check once a minute and more often; the least counts. */
const sampledMs = 10_000;

interface MetricQuery {
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
  period: number;
  stat: string;
}

interface Sample {
  at: number;
  value: number;
}

/** A metric with what is kept of it. */
interface Watched extends MetricQuery {
  samples: Sample[];
}

interface Alarm {
  resource: Resource;
  region: string;
  terms: AlarmTerms;
  periodMs: number;
  /** By id. */
  metrics: ReadonlyMap<string, Watched>;
  expressions: ReadonlyMap<string, string>;
  /** Of the metric or expression that is compared with the threshold. */
  compared: string;
  ignoresLowSamples: boolean;
  state: AlarmState;
  since: number;
  reason: string;
  supported: boolean;
  /** While it lasts, nothing rings. */
  warmUpEnds: number;
}

export class Alarms {
  readonly #alarms: Alarm[];
  /** What is kept of each metric that an alarm watches. */
  readonly #samples = new Map<string, Sample[]>();
  readonly #longestMs: number;
  readonly #ends: (() => void)[] = [];
  readonly #context: Pick<TwinContext, "graph" | "clock" | "events" | "faults" | "ledger">;
  readonly #isHealthy: (healthCheckId: string) => boolean;

  constructor(
    context: Pick<TwinContext, "graph" | "clock" | "events" | "faults" | "ledger">,
    isHealthy: (healthCheckId: string) => boolean,
  ) {
    this.#context = context;
    this.#isHealthy = isHealthy;
    const now = context.clock.now();
    this.#alarms = context.graph.ofType(alarmType).map((resource) => alarmOf(resource, now, this.#samples));
    this.#longestMs = Math.max(0, ...this.#alarms.map((alarm) => alarm.periodMs * alarm.terms.evaluationPeriods));
  }

  start(): void {
    const { clock, graph, ledger } = this.#context;
    const metricsOf = metricsOfHops(graph);
    ledger.onHop((hop) => {
      for (const reported of hop.region === null ? [] : metricsOf(hop)) {
        this.#add(hop.region!, reported);
      }
    });
    this.#ends.push(
      clock.every(sampledMs, () => this.#sampleHealth()),
      clock.every(evaluatedMs, () => this.evaluate()),
    );
  }

  stop(): void {
    for (const end of this.#ends.splice(0)) {
      end();
    }
  }

  list(): AlarmView[] {
    return this.#alarms.map(({ resource, region, state, since, reason }) => ({
      name: resource.name,
      region,
      about: regionStacks[resource.stack]?.region ?? region,
      description: String(resource.inputs.alarmDescription ?? ""),
      state,
      since,
      reason,
    }));
  }

  /** In a Region that is down its alarms are gone with it. */
  evaluate(): void {
    const { clock, faults } = this.#context;
    const now = clock.now();
    for (const samples of this.#samples.values()) {
      const first = samples.findIndex(({ at }) => at > now - this.#longestMs);
      samples.splice(0, first === -1 ? samples.length : first);
    }
    for (const alarm of this.#alarms) {
      if (alarm.supported && !faults.effects({ region: alarm.region }).silent) {
        this.#evaluate(alarm, now);
      }
    }
  }

  #evaluate(alarm: Alarm, now: number): void {
    const { terms, periodMs } = alarm;
    const points = Array.from({ length: terms.evaluationPeriods }, (_, index) => {
      const to = now - index * periodMs;
      return this.#point(alarm, to - periodMs, to);
    });
    if (points.includes("too few")) {
      return;
    }
    const state = stateOf(points as Point[], terms);
    if (state === undefined || state === alarm.state) {
      return;
    }
    if (now < alarm.warmUpEnds && state !== "OK") {
      return;
    }
    alarm.warmUpEnds = now;
    const before = alarm.state;
    const [newest] = points as Point[];
    alarm.state = state;
    alarm.since = now;
    alarm.reason = newest === undefined ? "no data" : `${rounded(newest)} against ${terms.threshold}`;
    // What has had no data since it was made, and is well, is no news.
    if (state === "ALARM" || before === "ALARM") {
      const { name, inputs } = alarm.resource;
      const told = (inputs.alarmActions ?? []).length > 0 ? "" : "; it tells nobody";
      this.#context.events.add("alarm", name, `${state}: ${inputs.alarmDescription} (${alarm.reason})${told}`);
    }
  }

  #point(alarm: Alarm, from: number, to: number): Point | "too few" {
    const values = new Map(
      [...alarm.metrics].map(([id, { samples }]) => [
        id,
        samples.filter(({ at }) => at > from && at <= to).map(({ value }) => value),
      ]),
    );
    if (alarm.ignoresLowSamples) {
      const few = [...alarm.metrics].some(([id, { stat }]) => {
        const { length } = values.get(id)!;
        return length > 0 && !enoughFor(stat, length);
      });
      if (few) {
        return "too few";
      }
    }
    return pointOf(alarm, (id) => values.get(id)!);
  }

  #sampleHealth(): void {
    const at = this.#context.clock.now();
    for (const { namespace, dimensions, samples } of this.#alarms.flatMap(({ metrics }) => [...metrics.values()])) {
      const { HealthCheckId: id } = dimensions;
      if (namespace === "AWS/Route53" && id) {
        samples.push({ at, value: Number(this.#isHealthy(id)) });
      }
    }
  }

  #add(region: string, reported: MetricValue): void {
    this.#samples.get(keyOf(region, reported))?.push({ at: this.#context.clock.now(), value: reported.value });
  }
}

const rounded = (value: number) => Number(value.toPrecision(3));

const keyOf = (
  region: string,
  { namespace, metricName, dimensions }: Pick<MetricValue, "namespace" | "metricName" | "dimensions">,
) => JSON.stringify([region, namespace, metricName, Object.entries(dimensions).sort()]);

/** Alarms on the same metric share what is kept of it. */
function watched(region: string, metric: MetricQuery, kept: Map<string, Sample[]>): Watched {
  const key = keyOf(region, metric);
  const samples = kept.get(key) ?? [];
  kept.set(key, samples);
  return { ...metric, samples };
}

function alarmOf(resource: Resource, now: number, kept: Map<string, Sample[]>): Alarm {
  const { inputs } = resource;
  const region = String(inputs.region ?? resource.region);
  const queries: any[] = inputs.metricQueries ?? [
    { id: "metric", returnData: true, metric: { ...inputs, stat: inputs.extendedStatistic ?? inputs.statistic } },
  ];
  const metrics = new Map<string, Watched>(
    queries.flatMap(({ id, metric }) => (metric ? [[id, watched(region, metric, kept)]] : [])),
  );
  const expressions = new Map<string, string>(
    queries.flatMap(({ id, expression }) => (expression ? [[id, expression]] : [])),
  );
  const unknown = [...metrics.values()].find(({ namespace, metricName }) => !counted[namespace]?.includes(metricName));
  const alarm: Alarm = {
    resource,
    region,
    terms: inputs as AlarmTerms,
    periodMs: 1000 * Math.max(...[...metrics.values()].map(({ period }) => Number(period))),
    metrics,
    expressions,
    compared: queries.find(({ returnData }) => returnData === true)?.id ?? queries[0].id,
    ignoresLowSamples: inputs.evaluateLowSampleCountPercentiles === "ignore",
    state: "INSUFFICIENT_DATA",
    since: now,
    reason: unknown ? `${unknown.namespace} ${unknown.metricName} is not counted here` : "not evaluated yet",
    supported: !unknown,
    warmUpEnds: now + 60_000 * Number(inputs.warmUpConfiguration?.warmUpPeriodDurationInMinutes ?? 0),
  };
  return alarm.supported ? tried(alarm) : alarm;
}

/** One whose expressions or terms mean nothing here says so, and is left alone. */
function tried(alarm: Alarm): Alarm {
  try {
    stateOf([pointOf(alarm, () => [1])], alarm.terms);
    return alarm;
  } catch (error) {
    return { ...alarm, supported: false, reason: (error as Error).message };
  }
}

/** What is compared with the threshold, for the values of one period by metric. Throws SyntaxError for what is not supported. */
function pointOf({ metrics, expressions, compared }: Alarm, valuesOf: (id: string) => readonly number[]): Point {
  const points: Record<string, () => Point> = {};
  for (const [id, { stat }] of metrics) {
    points[id] = () => statistic(stat, valuesOf(id));
  }
  for (const [id, expression] of expressions) {
    points[id] = () => evaluate(expression, points);
  }
  return points[compared]!();
}
