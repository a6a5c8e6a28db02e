/** Faults and what they led to, with measured times. */
import { byId, h, render } from "./dom.js";
import { clockTime, duration } from "./format.js";
import { named } from "./headlines.js";
import { headingOf } from "./kinds.js";
import { scale } from "./scale.js";

const shown = 6;
const marks = {
  fault: () => "fault",
  unhealthy: () => "health check says unhealthy",
  answered: ({ region }) => `DNS answers ${region}`,
  good: ({ region }, { touchesData }) =>
    touchesData ? `people are served again, in ${region}` : "lookups answered, from the last cache entry",
  cleared: () => "put back",
  healthy: () => "health check says healthy",
  returned: ({ region }) => `DNS answers ${region} again`,
};

/** What is said about residency is computed, not assumed. */
export function renderIncidents({ incidents, now, ledger }, { regions, kinds }) {
  const newest = [...incidents].reverse().slice(0, shown);
  if (newest.length) {
    announce(newest, kinds);
  }
  render(
    byId("incidents"),
    newest.length
      ? newest.map((incident) => incidentView(incident, { now, crossings: ledger.crossings, regions, kinds }))
      : h(
          "p",
          { class: "hint" },
          "Nothing has failed yet. Pull the plug of a Region and watch how long it takes until its organizations are served again, and where.",
        ),
  );
}

/** Tells those who do not see the page about the newest mark, once. */
function announce(incidents, kinds) {
  const all = incidents.flatMap((incident) => incident.marks.map((mark) => ({ incident, mark })));
  const { incident, mark } = all.reduce((newest, other) => (other.mark.at > newest.mark.at ? other : newest));
  const { region } = incident;
  const text =
    mark.kind === "fault" ? headingOf(incident, kinds, region) : `${region}: ${marks[mark.kind](mark, incident)}`;
  if (byId("announcement").textContent !== text) {
    byId("announcement").textContent = text;
  }
}

export function addToLog(events) {
  const log = byId("log");
  for (const { at, kind, subject, message } of events) {
    log.prepend(
      h("li", {}, h("time", {}, clockTime(at)), h("span", { class: "kind" }, kind), h("b", {}, subject), ` ${message}`),
    );
  }
  while (log.childElementCount > 200) {
    log.lastChild.remove();
  }
}

function incidentView(incident, { now, crossings, regions, kinds }) {
  const { id, region, jurisdiction, marks: list, failed, requests, credible } = incident;
  const start = list[0].at;
  const cleared = list.find((mark) => mark.kind === "cleared")?.at;
  const running = cleared === undefined;
  return h(
    "article",
    { class: running ? "incident running" : "incident", "data-incident": id },
    h(
      "h3",
      {},
      h("time", { class: "quiet" }, clockTime(start)),
      ` ${headingOf(incident, kinds, named(regions, region))} `,
      h(
        "span",
        { class: running ? "chip" : "chip done" },
        running ? `for ${duration(now - start)}` : `for ${duration(cleared - start)}, put back`,
      ),
      !credible &&
        h("span", { class: "chip", "data-credible": "false" }, "times not credible: this machine was too slow"),
    ),
    h("p", { class: "headline" }, summary(incident, regions)),
    scale(incident, now),
    h(
      "ol",
      { class: "marks" },
      list.map((mark, index) =>
        h(
          "li",
          { class: `mark ${mark.kind}`, "data-mark": mark.kind },
          h("span", { class: "number-of", "aria-hidden": "true" }, String(index + 1)),
          h("span", { class: "when" }, index === 0 ? "0 s" : `+${duration(mark.at - start)}`),
          h("span", {}, marks[mark.kind](mark, incident)),
        ),
      ),
    ),
    requests > 0 &&
      h(
        "p",
        { class: "hint" },
        `${failed} of ${requests} requests with data of ${jurisdiction} failed because of it; ${crossings ? `${crossings} hops left their home` : "none was served elsewhere"}.`,
      ),
  );
}

/** What it came to, in a sentence or two. */
function summary({ touchesData, marks: list, alreadyOut, overtakenBy }, regions) {
  const at = (name) => list.find((mark) => mark.kind === name)?.at;
  const [start, good, cleared, returned] = ["fault", "good", "cleared", "returned"].map(at);
  const where = list.find((mark) => mark.kind === "good")?.region;
  const jurisdiction = regions.find((known) => known.region === where)?.jurisdiction ?? "unknown";
  return [
    alreadyOut && "It began before the Region was back from an earlier fault: there was nothing new to detect. ",
    good !== undefined &&
      touchesData && ["Served again ", h("b", {}, `after ${duration(good - start)}`), `, in ${jurisdiction}. `],
    returned !== undefined && `Back home ${duration(returned - cleared)} after the repair.`,
    overtakenBy !== null && "The Region did not come back before the next fault: see there.",
  ];
}
