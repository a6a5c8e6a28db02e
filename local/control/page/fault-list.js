/** The faults that are on, or wait for their time: what each is, how long, what waits because of it, and its end. */
import { byId, h, render } from "./dom.js";
import { end } from "./fault-buttons.js";
import { count, span } from "./format.js";
import { nameOf, sentence } from "./kinds.js";
import { attempt } from "./notice.js";

export function renderFaults({ faults, now, replication }) {
  byId("faults").hidden = faults.length === 0;
  render(
    byId("fault-list"),
    faults.map((fault) =>
      h(
        "li",
        { "data-row": fault.id, class: fault.waiting ? "waiting" : null },
        h("div", {}, h("b", {}, nameOf(fault.kind)), " ", h("span", { class: "chip" }, fault.place)),
        h("p", { class: "quiet" }, `${sentence(fault.says)}.`),
        h("p", { class: "times" }, [whenOf(fault, now), againOf(fault), waitingOf(fault, replication)].join("")),
        h(
          "button",
          {
            type: "button",
            "data-key": `end-${fault.id}`,
            "aria-label": `Put back: ${nameOf(fault.kind)}, ${fault.place}`,
            onclick: () => attempt(() => end(fault)),
          },
          "Put back",
        ),
      ),
    ),
  );
}

function whenOf({ waiting, since, durationMs }, now) {
  if (waiting) {
    return `Begins in ${span(since - now)}.`;
  }
  const left = durationMs === undefined ? "until it is put back" : `${span(since + durationMs - now)} left`;
  return `On for ${span(now - since)}, ${left}.`;
}

const againOf = ({ everyMs, times }) =>
  everyMs === undefined ? "" : ` Again every ${span(everyMs)}${times === undefined ? "" : `, ${times} times in all`}.`;

/** A link keeps back what is not replicated yet; so does a Region that is dark, both ways. */
function waitingOf({ region, peerRegion, dark }, replication) {
  if (peerRegion === undefined && !dark) {
    return "";
  }
  const concerned = replication.filter(({ from, to }) =>
    [region, peerRegion].every((end) => end === undefined || end === from || end === to),
  );
  const writes = concerned.reduce((sum, link) => sum + link.writes, 0);
  if (writes === 0 && dark) {
    return "";
  }
  const tables = [...new Set(concerned.map(({ table }) => table))];
  const where = tables.length ? ` (${tables.join(", ")})` : "";
  return ` ${count(writes)} ${writes === 1 ? "write waits" : "writes wait"} to be replicated${where}.`;
}
