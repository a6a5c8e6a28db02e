/** A Region: its state and since when, what the last probes saw, its charts, and the faults to press. */
import { charts } from "./chart.js";
import { h } from "./dom.js";
import { faultButtons } from "./fault-buttons.js";
import { clockTime, span } from "./format.js";
import { term } from "./words.js";

export function regionRow({ region, role, city }, topology, state, series) {
  const health = state.regions[region];
  const checks = state.health.filter((check) => check.region === region);
  return h(
    "li",
    { "data-region": region },
    h(
      "div",
      { class: "region-head" },
      h("b", {}, region),
      h("span", { class: "quiet" }, city ? `${city} · ` : "", term(role, `${region}-${role}`)),
      stateOf(health, checks, state.now),
      state.writing.includes(region) ? h("span", { "data-writes": "" }, "takes writes") : null,
    ),
    evacuationOf(state.evacuations[region]),
    holdOf(state.holds[region], state.now),
    probeOf(checks, state.now, region),
    alarmsOf(region, state),
    charts(region, series, faultsOf(region, state), state.now),
    faultButtons(region, topology, state.faults),
  );
}

/** An operator's order, which no repair of the Region ends. */
function evacuationOf(order) {
  return order
    ? h(
        "p",
        { class: "refused", "data-evacuated": "" },
        `Evacuated since ${order.since} by ${order.by}: it serves no data until it is returned`,
      )
    : null;
}

/** People stay where they were led to, until it has been well for long enough. */
function holdOf(hold, now) {
  return hold
    ? h(
        "p",
        { class: "quiet", "data-held": "" },
        `DNS leads back to it in ${span(Date.parse(hold.until) - now)} at the earliest, at ${clockTime(Date.parse(hold.until))}: ${hold.by} took over at ${clockTime(Date.parse(hold.since))}`,
      )
    : null;
}

/** Health checks decide where DNS sends people; what others say is added where it differs. */
function stateOf(fallback, checks, now) {
  const dns = checks.filter(({ service }) => service === "route53");
  const deciding = dns.length ? dns : checks;
  const healthy = deciding.every((check) => check.healthy);
  const health = deciding.length === 0 ? fallback : healthy ? "healthy" : "unhealthy";
  const others = checks.filter((check) => !deciding.includes(check) && check.healthy !== healthy);
  const services = [...new Set(others.map(({ service }) => service.replaceAll("-", " ")))];
  return [
    h(
      "span",
      { class: `state ${health}`, "data-health": health, title: deciding.map(({ target }) => target).join(", ") },
      deciding.length ? `${health} for ${span(now - sinceOf(deciding, healthy))}` : health,
    ),
    services.length
      ? h("span", { class: "quiet" }, `${services.join(" and ")} ${healthy ? "unhealthy" : "healthy"}`)
      : null,
  ];
}

/** All must be healthy: so it is since the last became so, and is not since the first was not. */
function sinceOf(checks, healthy) {
  const times = checks.filter((check) => check.healthy === healthy).map(({ since }) => since);
  return healthy ? Math.max(...times) : Math.min(...times);
}

/** What probers see before the health checks change their mind, and the last probe. */
function probeOf(checks, now, region) {
  const probed = checks.find((check) => check.probes) ?? checks[0];
  if (!probed) {
    return null;
  }
  const { probes, detail } = probed;
  const turned = probes && probes.turned !== null;
  const seen = turned && (probed.healthy ? probes.failing : probes.of - probes.failing);
  return h(
    "p",
    { class: turned ? "probe turning" : "probe quiet", "data-probe": turned ? "turning" : "steady" },
    turned && [
      h("b", {}, `${probed.healthy ? "failing" : "passing again"} since ${span(now - probes.turned)}`),
      `: ${seen} of ${probes.of} `,
      term("checkers", `${region}-checkers`),
      " see it; ",
    ],
    `last probe: ${detail}`,
  );
}

/** What this Region's stack tells somebody now. */
function alarmsOf(region, { alarms, now }) {
  const own = alarms.filter(({ about }) => about === region);
  return own.length === 0
    ? null
    : h(
        "ul",
        { class: "alarms", "data-alarms": own.length },
        own.map(({ name, description, since, reason, region: place }) =>
          h(
            "li",
            { title: `${name} in ${place}: ${reason}` },
            h("b", {}, term("alarm", `${region}-${name}`)),
            ` for ${span(now - since)}: ${description}`,
          ),
        ),
      );
}

/** When faults of this Region were on, by the incidents: those that are put back have an end there. */
function faultsOf(region, { incidents, now }) {
  return incidents
    .filter((incident) => incident.region === region)
    .map(({ marks }) => ({ from: marks[0].at, to: marks.find(({ kind }) => kind === "cleared")?.at ?? now }));
}
