/** What DNS, accelerator and edge answer to somebody at a place. */
import { post } from "./api.js";
import { byId, h, render } from "./dom.js";
import { badge } from "./format.js";
import { named } from "./headlines.js";
import { explain } from "./words.js";

export class Answers {
  constructor(topology) {
    this.topology = topology;
    this.codes = topology.jurisdictions.map(({ code }) => code);
    this.select = byId("answers-place");
    this.select.append(...topology.places.map(({ name }) => h("option", {}, name)));
    this.select.addEventListener("change", () => this.ask());
  }

  show(place) {
    this.select.value = place;
    byId("answers-title").scrollIntoView({ block: "center" });
    return this.ask();
  }

  /** Asks again; a refusal is left to the next time, as this runs by itself. */
  async ask() {
    const { domain, jurisdictions } = this.topology;
    const served = jurisdictions.filter((jurisdiction) => jurisdiction.served);
    const hosts = [`api.${domain}`, ...served.map(({ code }) => `${code.toLowerCase()}.api.${domain}`)];
    const place = this.select.value;
    const found = await Promise.all(hosts.map((host) => post("/api/resolve", { host, place }).catch(() => null)));
    if (place === this.select.value) {
      render(
        byId("answers"),
        found.filter(Boolean).map((answer) => this.#answer(answer)),
      );
    }
  }

  #answer({ host, region, addresses, ttl, why }) {
    const known = this.topology.regions.find((candidate) => candidate.region === region);
    return h(
      "div",
      { class: "answer" },
      h(
        "p",
        {},
        h("code", {}, host),
        " → ",
        known ? badge(known.jurisdiction, this.codes.indexOf(known.jurisdiction)) : null,
        h("b", {}, ` ${region === null ? "nobody" : named(this.topology.regions, region)} `),
        h(
          "span",
          { class: "quiet" },
          [addresses.join(", "), ttl === null ? "" : `${ttl} s`].filter(Boolean).join(" · "),
        ),
      ),
      h(
        "ol",
        { class: "why" },
        why.map((line, index) => h("li", {}, explain(line, `answer-${host}-${index}`))),
      ),
    );
  }
}
