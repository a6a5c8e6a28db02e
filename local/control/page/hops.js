/** Hops as table rows: service, action, place, jurisdiction, class, ms, outcome. */
import { h } from "./dom.js";
import { badge, milliseconds } from "./format.js";

const trouble = (outcome) => /^(error|refused|timeout|[45]\d\d)/i.test(outcome);
const served = (outcome) => outcome === "ok" || /^[123]\d\d\b/.test(outcome);

export function hopRows(hops, home, codes) {
  return hops.map((hop) => {
    const crossing =
      hop.dataClass === "personal" && hop.region !== null && hop.jurisdiction !== home && served(hop.outcome);
    return h(
      "tr",
      { class: crossing ? "bad" : trouble(hop.outcome) ? "hurt" : null },
      h("td", { class: "service" }, hop.service),
      h("td", {}, `${hop.action} `, h("code", { class: "quiet" }, hop.resource)),
      h("td", {}, hop.place),
      h("td", {}, badge(hop.jurisdiction, codes.indexOf(hop.jurisdiction))),
      h("td", {}, hop.dataClass),
      h("td", { class: "number" }, milliseconds(hop.ms)),
      h("td", { class: "outcome" }, crossing ? `crossing: ${hop.outcome}` : hop.outcome),
    );
  });
}
