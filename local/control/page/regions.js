/** A panel per jurisdiction: who serves it now and why, and its Regions. */
import { byId, h, render } from "./dom.js";
import { end } from "./fault-buttons.js";
import { badge } from "./format.js";
import { isDark, named } from "./headlines.js";
import { attempt } from "./notice.js";
import { regionRow } from "./region-row.js";
import { explain, term } from "./words.js";

const open = new Set();

export function renderRegions(topology, state, series) {
  const panels = topology.jurisdictions
    .filter((jurisdiction) => jurisdiction.served)
    .map((jurisdiction, index) => panel(jurisdiction, index, topology, state, series));
  render(byId("regions"), panels);
  byId("restore").disabled = state.faults.length === 0;
}

export async function putEverythingBack(state) {
  await Promise.all(state.faults.map((fault) => attempt(() => end(fault))));
}

function panel({ code, name }, index, topology, state, series) {
  const answer = state.serving[code];
  const own = topology.regions.filter((region) => region.jurisdiction === code);
  const serving = own.find((region) => region.region === answer?.region);
  const works = serving && !isDark(state, serving.region);
  return h(
    "article",
    { class: "card jurisdiction", style: `--j: var(--j${index % 4})`, "data-jurisdiction": code },
    h("header", {}, h("h2", {}, badge(code, index), ` ${name}`), h("code", { class: "quiet" }, answer?.host ?? "")),
    h(
      "p",
      { class: works ? "served" : "served hurt" },
      serving
        ? [
            works ? "Served by " : "DNS answers ",
            h("b", { "data-serving": code, title: named(own, serving.region) }, serving.region),
            works ? "" : ", which is down",
          ]
        : h("b", { "data-serving": code }, "Nobody answers: refused, never served elsewhere"),
      answer?.ttl ? h("span", { class: "quiet" }, ", ", term("kept for", `${code}-kept`), ` ${answer.ttl} s`) : null,
    ),
    own.every((region) => isDark(state, region.region)) &&
      h(
        "p",
        { class: "refused" },
        `No Region of ${name} answers: its data is refused until one does, and served nowhere else.`,
      ),
    why(code, answer),
    h(
      "ul",
      { class: "region-list" },
      own.map((region) => regionRow(region, topology, state, series)),
    ),
  );
}

function why(code, answer) {
  if (!answer) {
    return null;
  }
  return h(
    "details",
    { open: open.has(code), ontoggle: ({ target }) => (target.open ? open.add(code) : open.delete(code)) },
    h("summary", { "data-key": `why-${code}` }, `Why, seen from ${answer.place}`),
    h(
      "ol",
      { class: "why" },
      answer.why.map((line, index) => h("li", {}, explain(line, `why-${code}-${index}`))),
    ),
  );
}
