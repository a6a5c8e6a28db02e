/** Every request with its data's residency; a row opens to its hops. */
import { get } from "./api.js";
import { byId, h, render } from "./dom.js";
import { badge, count, milliseconds } from "./format.js";
import { hopRows } from "./hops.js";
import { attempt } from "./notice.js";

const shown = 40;

export class LedgerView {
  constructor(codes) {
    this.codes = codes;
    this.requests = [];
    this.paused = null;
    byId("only-data").addEventListener("change", () => this.#draw());
  }

  add(requests) {
    this.requests.unshift(...[...requests].reverse());
    this.requests.splice(200);
    if (this.paused === null) {
      this.#draw();
    }
  }

  /** The counters, and the crossings themselves, of which there must be none. */
  async counts({ requests, failed, hops, crossings }) {
    byId("requests").textContent = count(requests);
    byId("failed").textContent = count(failed);
    byId("data-hops").textContent = count(Object.values(hops).reduce((sum, number) => sum + number, 0));
    byId("crossings").textContent = count(crossings);
    byId("crossings-box").classList.toggle("bad", crossings > 0);
    if (crossings === 0 || crossings === this.known) {
      return;
    }
    this.known = crossings;
    const list = (await attempt(() => get("/api/ledger/crossings"))) ?? [];
    render(
      byId("crossing-list"),
      list
        .slice(-5)
        .map(({ trace, hop }) =>
          h(
            "p",
            { class: "crossing" },
            h("b", {}, "Crossing: "),
            `data of ${trace.organization} (home ${trace.home}) in ${hop.region} (${hop.jurisdiction ?? "unknown"}): ${hop.service} ${hop.action} ${hop.resource}`,
          ),
        ),
    );
  }

  #draw() {
    const only = byId("only-data").checked;
    const rows = this.requests.filter((request) => !only || request.personal).slice(0, shown);
    render(
      byId("ledger"),
      rows.map((request) => this.#row(request)),
    );
  }

  #row(request) {
    const { trace, organization, home, from, personal, stops, ms, ok, outcome, crossings } = request;
    const regions = [...new Map(stops.filter((stop) => stop.region).map((stop) => [stop.region, stop])).values()];
    const open = this.paused === trace;
    const mark = crossings
      ? h("b", { class: "outcome bad" }, `✗ ${crossings} crossing${crossings > 1 ? "s" : ""}`)
      : !ok
        ? h("span", { class: "outcome warn" }, `– ${outcome}`)
        : h("span", { class: "outcome good" }, personal ? `✓ inside ${home}` : "✓ no data");
    const row = h(
      "tr",
      { class: crossings ? "bad" : null, "data-row": trace },
      h(
        "td",
        {},
        h(
          "button",
          {
            class: "plain",
            type: "button",
            "aria-expanded": String(open),
            "data-key": trace,
            onclick: () => this.#open(open ? null : trace),
          },
          organization ?? "unknown",
        ),
        " ",
        home ? badge(home, this.codes.indexOf(home)) : null,
      ),
      h("td", {}, from),
      h("td", {}, personal ? "personal" : "routing"),
      h(
        "td",
        {},
        regions.length
          ? regions.map(({ region, jurisdiction }) => [
              badge(jurisdiction, this.codes.indexOf(jurisdiction)),
              ` ${region} `,
            ])
          : "nowhere",
      ),
      h("td", { class: "number" }, milliseconds(ms)),
      h("td", {}, mark),
    );
    return open
      ? [row, h("tr", { "data-row": `${trace} hops` }, h("td", { colspan: 6, class: "inner" }, this.detail))]
      : row;
  }

  /** While a row is open the list stands still, so that it can be read. */
  async #open(trace) {
    this.paused = trace;
    const found = trace && (await attempt(() => get(`/api/ledger/${encodeURIComponent(trace)}`)));
    if (!found) {
      this.paused = null;
    } else {
      this.detail = h("table", { class: "hops" }, h("tbody", {}, hopRows(found.hops, found.home, this.codes)));
    }
    this.#draw();
  }
}
