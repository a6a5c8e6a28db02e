/** Faults and what they led to, with measured times. */
import { byId, h, render } from "./dom.js";
import { clockTime, duration } from "./format.js";

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
    kind === "registry-cut-off" ? "lookup answered, from the last copy" : `first good request, in ${region}`,
  cleared: () => "put back",
  healthy: () => "health check says healthy",
  returned: ({ region }) => `DNS answers ${region} again`,
};

/** `jurisdictionOf` a Region by the topology: what is said about residency is computed, not assumed. */
export function renderIncidents({ incidents, now, ledger }, jurisdictionOf) {
  const newest = [...incidents].reverse().slice(0, shown);
  if (newest.length === 0) {
    render(
      byId("incidents"),
      h(
        "p",
        { class: "hint" },
        "Nothing has failed yet. Pull the plug of a Region and watch how long it takes until its organizations are served again, and where.",
      ),
    );
    return;
  }
  announce(newest);
  render(
    byId("incidents"),
    newest.map((incident) => incidentView(incident, now, ledger.crossings, jurisdictionOf)),
  );
}

/** Tells those who do not see the page about the newest mark, once. */
function announce(incidents) {
  const all = incidents.flatMap(({ kind, region, marks: list }) => list.map((one) => ({ kind, region, one })));
  const { kind, region, one } = all.reduce((newest, mark) => (mark.one.at > newest.one.at ? mark : newest));
  const text = `${region}: ${one.kind === "fault" ? (words[kind] ?? kind) : marks[one.kind](one, kind)}`;
  if (byId("announcement").textContent !== text) byId("announcement").textContent = text;
}

export function addToLog(events) {
  const log = byId("log");
  for (const { at, kind, subject, message } of events) {
    log.prepend(
      h("li", {}, h("time", {}, clockTime(at)), h("span", { class: "kind" }, kind), h("b", {}, subject), ` ${message}`),
    );
  }
  while (log.childElementCount > 200) log.lastChild.remove();
}

function incidentView(
  { id, region, kind, jurisdiction, marks: list, failed, requests },
  now,
  crossings,
  jurisdictionOf,
) {
  const at = (name) => list.find((one) => one.kind === name)?.at;
  const [start, good, cleared, returned] = ["fault", "good", "cleared", "returned"].map(at);
  const running = cleared === undefined;
  return h(
    "article",
    { class: running ? "incident running" : "incident", "data-incident": id },
    h(
      "h3",
      {},
      h("time", { class: "quiet" }, clockTime(start)),
      ` ${region} ${words[kind] ?? kind}`,
      running
        ? h("span", { class: "chip" }, `for ${duration(now - start)}`)
        : h("span", { class: "chip done" }, "put back"),
    ),
    good !== undefined &&
      kind !== "registry-cut-off" &&
      h(
        "p",
        { class: "headline" },
        "Served again ",
        h("b", {}, `after ${duration(good - start)}`),
        `, in ${jurisdictionOf(list.find((one) => one.kind === "good").region)}.`,
        returned !== undefined ? ` Back home ${duration(returned - cleared)} after the repair.` : "",
      ),
    h(
      "ol",
      { class: "marks" },
      list.map((one, index) =>
        h(
          "li",
          { class: `mark ${one.kind}`, "data-mark": one.kind },
          h(
            "span",
            { class: "when" },
            index === 0
              ? "0 s"
              : `+${duration(one.at - (one.kind === "healthy" || one.kind === "returned" ? cleared : start))}`,
          ),
          h("span", {}, marks[one.kind](one, kind)),
        ),
      ),
    ),
    requests > 0 &&
      h(
        "p",
        { class: "hint" },
        `${failed} of ${requests} requests with data of ${jurisdiction} failed meanwhile; ${crossings ? `${crossings} hops left their home` : "none was served elsewhere"}.`,
      ),
  );
}
