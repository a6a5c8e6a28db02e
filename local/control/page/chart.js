/** Small charts of a Region: requests, errors and p95 over the last minutes, with its faults behind them. */
import { h, svg } from "./dom.js";
import { milliseconds } from "./format.js";
import { term } from "./words.js";

const spanMs = 360_000;
/** An older value is not what is so now. */
const latestIntervals = 3;
const [width, height] = [120, 30];

const perSecond = (value) => (value === 0 ? "0/s" : `${value.toFixed(1)}/s`);

const metrics = [
  {
    name: "requests",
    of: ({ requests }, seconds) => requests / seconds,
    show: perSecond,
    least: 1,
    empty: 0,
  },
  {
    name: "errors",
    of: ({ errors }, seconds) => errors / seconds,
    show: perSecond,
    least: 1,
    empty: 0,
  },
  { name: "p95", of: ({ p95 }) => p95, show: (value) => `${milliseconds(value)} ms`, least: 200, empty: null },
];

/** `faults` are `{ from, to }` in the twin's time. */
export function charts(region, series, faults, now) {
  const { intervalMs } = series;
  const points = series.regions[region] ?? [];
  // The interval that goes on is not full yet.
  const end = Math.floor(now / intervalMs) * intervalMs;
  const times = Array.from({ length: spanMs / intervalMs }, (_, index) => end - spanMs + index * intervalMs);
  const byTime = new Map(points.map((point) => [point.at, point]));
  return h(
    "div",
    { class: "charts" },
    metrics.map((metric) => {
      const values = times.map((at) => (byTime.has(at) ? metric.of(byTime.get(at), intervalMs / 1000) : metric.empty));
      return chart(metric, region, values, faults, { from: end - spanMs, intervalMs });
    }),
  );
}

function chart({ name, show, least }, region, values, faults, { from, intervalMs }) {
  const known = values.filter((value) => value !== null);
  const top = Math.max(least, ...known);
  const x = (at) => Math.max(0, Math.min(width, ((at - from) / spanMs) * width));
  const barWidth = (intervalMs / spanMs) * width;
  const latest = values.slice(-latestIntervals).findLast((value) => value !== null);
  const text = latest === undefined ? "–" : show(latest);
  const most = known.length ? show(Math.max(...known)) : "none";
  return h(
    "figure",
    { class: `chart ${name}`, "data-chart": name },
    h("figcaption", {}, name === "p95" ? term("p95", `${region}-p95`) : name, " ", h("b", {}, text)),
    svg(
      "svg",
      {
        viewBox: `0 0 ${width} ${height}`,
        preserveAspectRatio: "none",
        role: "img",
        "aria-label": `${name} of ${region} in the last 6 minutes: now ${text}, at most ${most}`,
      },
      faults
        .filter(({ to }) => to > from)
        .map(({ from: begin, to }) =>
          svg("rect", {
            class: "fault-band",
            x: x(begin).toFixed(1),
            y: 0,
            width: Math.max(1.5, x(to) - x(begin)).toFixed(1),
            height,
          }),
        ),
      svg("line", { class: "base", x1: 0, x2: width, y1: height - 0.5, y2: height - 0.5 }),
      values.map((value, index) => {
        if (!value) {
          return null;
        }
        const tall = Math.max(1, (value / top) * (height - 3));
        return svg("rect", {
          class: "bar-of",
          x: (index * barWidth).toFixed(2),
          y: (height - tall).toFixed(1),
          width: (barWidth * 0.8).toFixed(2),
          height: tall.toFixed(1),
        });
      }),
    ),
  );
}
