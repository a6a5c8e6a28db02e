/** Faults and what they led to, with measured times. */
import { byId, h, render } from "./dom.js";
import { clockTime, duration } from "./format.js";
import { named } from "./headlines.js";
import { scale } from "./scale.js";

const shown = 6;
const words = {
  "region-down": "lost power",
  "region-slow": "became slow",
  "registry-cut-off": "was cut off from the registry",
};
const marks = {
  fault: () => "fault",
  unhealthy: () => "health check says unhealthy",
  answered: ({ region }) => `DNS answers ${region}`,
  good: ({ region }, kind) =>
    kind === "registry-cut-off" ? "lookups answered, from the last copy" : `people are served again, in ${region}`,
  cleared: () => "put back",
  healthy: () => "health check says healthy",
  returned: ({ region }) => `DNS answers ${region} again`,
};

/** What is said about residency is computed, not assumed. */
export function renderIncidents({ incidents, now, ledger }, { regions }) {
  const newest = [...incidents].reverse().slice(0, shown);
  if (newest.length) {
    announce(newest);
  }
  render(
    byId("incidents"),
    newest.length
      ? newest.map((incident) => incidentView(incident, { now, crossings: ledger.crossings, regions }))
      : h(
          "p",
          { class: "hint" },
          "Nothing has failed yet. Pull the plug of a Region and watch how long it takes until its organizations are served again, and where.",
        ),
  );
}

/** Tells those who do not see the page about the newest mark, once. */
function announce(incidents) {
  const all = incidents.flatMap(({ kind, region, marks: list }) => list.map((one) => ({ kind, region, one })));
  const { kind, region, one } = all.reduce((newest, mark) => (mark.one.at > newest.one.at ? mark : newest));
  const text = `${region}: ${one.kind === "fault" ? (words[kind] ?? kind) : marks[one.kind](one, kind)}`;
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

function incidentView(incident, { now, crossings, regions }) {
  const { id, region, kind, jurisdiction, marks: list, failed, requests, credible } = incident;
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
      ` ${named(regions, region)} ${words[kind] ?? kind} `,
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
          h("span", {}, marks[mark.kind](mark, kind)),
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
function summary({ kind, marks: list, alreadyOut, overtakenBy }, regions) {
  const at = (name) => list.find((mark) => mark.kind === name)?.at;
  const [start, good, cleared, returned] = ["fault", "good", "cleared", "returned"].map(at);
  const where = list.find((mark) => mark.kind === "good")?.region;
  const jurisdiction = regions.find((known) => known.region === where)?.jurisdiction ?? "unknown";
  return [
    alreadyOut && "It began before the Region was back from an earlier fault: there was nothing new to detect. ",
    good !== undefined &&
      kind !== "registry-cut-off" && [
        "Served again ",
        h("b", {}, `after ${duration(good - start)}`),
        `, in ${jurisdiction}. `,
      ],
    returned !== undefined && `Back home ${duration(returned - cleared)} after the repair.`,
    overtakenBy !== null && "The Region did not come back before the next fault: see there.",
  ];
}
