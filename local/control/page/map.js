/** The map: land, Regions with role and health, places, and requests that fly from one to the other. */
import { byId, render, svg } from "./dom.js";
import { stateWord } from "./kinds.js";
import { boxOf, placeLabels, spread } from "./labels.js";
import { bounds, curve, project } from "./projection.js";

const worldView = [-1700, -830, 3450, 1450];
const mostArcs = 60;
/** Room for the names of Regions at the map's sides. */
const labelPixels = 175;
/** Characters that have room there. */
const widestNote = 28;
const widestNarrowNote = 15;
const narrowLabelPixels = 100;
const narrow = matchMedia("(max-width: 900px)");
const still = matchMedia("(prefers-reduced-motion: reduce)");

export class WorldMap {
  constructor(topology, land, onPlace) {
    this.root = byId("map");
    this.regions = topology.regions.filter((region) => region.place);
    this.middle = this.regions.reduce((sum, { place }) => sum + place.longitude, 0) / (this.regions.length || 1);
    this.kinds = topology.kinds;
    this.codes = topology.jurisdictions.map((jurisdiction) => jurisdiction.code);
    const every = [...topology.places, ...topology.edges, ...this.regions.map((region) => region.place)];
    this.points = new Map(every.map((place) => [place.name, project(place)]));
    this.arcs = svg("g", { class: "arcs" });
    this.dots = svg("g");
    this.markers = svg("g");
    this.places = svg(
      "g",
      {},
      topology.places.map((place) => this.#placeDot(place, onPlace)),
    );
    this.active = new Set(this.regions.map((region) => region.region));
    render(this.root, drawLand(land, topology, this.codes), this.places, this.arcs, this.markers);
    new ResizeObserver(() => this.#fit()).observe(this.root);
    for (const button of document.querySelectorAll("[data-view]")) {
      button.addEventListener("click", () => this.show(button.dataset.view));
    }
    this.show("regions");
  }

  show(view) {
    this.view = view;
    for (const button of document.querySelectorAll("[data-view]")) {
      button.setAttribute("aria-pressed", String(button.dataset.view === view));
    }
    this.#fit();
  }

  /** Regions as they are now. */
  update({ regions: health, faults, serving }) {
    render(
      this.markers,
      this.regions.map(({ region, role, jurisdiction, city, place }) => {
        const { x, y } = project(place);
        const here = faults.filter((fault) => !fault.waiting && fault.regions.includes(region));
        const dark = here.find((fault) => fault.dark);
        const serves = serving[jurisdiction]?.region === region;
        const unhealthy = health[region] === "unhealthy" ? "unhealthy" : null;
        const state = dark
          ? stateWord(dark, this.kinds)
          : (unhealthy ?? (here[0] ? stateWord(here[0], this.kinds) : null));
        const left = place.longitude < this.middle;
        const classes = ["region", role, serves && "serves", state && "hurt", dark && "down"].filter(Boolean).join(" ");
        const anchor = { class: "label", "text-anchor": left ? "end" : "start" };
        const side = left ? -1 : 1;
        return svg(
          "g",
          {
            class: classes,
            style: `--j: var(--j${this.codes.indexOf(jurisdiction) % 4})`,
            transform: `translate(${x} ${y})`,
          },
          serves && svg("circle", { class: "halo" }),
          svg("circle", { class: "dot" }),
          state && svg("path", { class: "cross", d: "M-4-4 4 4M4-4-4 4" }),
          svg(
            "g",
            { class: "labels", "data-name": region, style: `--side: ${side}; --dy: ${this.moves?.get(region) ?? 0}` },
            svg("text", { ...anchor, class: "label name" }, region),
            svg("text", { ...anchor, class: "label note" }, noteOf({ state, dark, serves, jurisdiction, role, city })),
          ),
        );
      }),
    );
  }

  /** Lets a request fly. `strong` stays longer: a journey that somebody asked for. */
  fly({ from, stops, home, personal, ok, crossings }, strong = false) {
    const names = [from, ...stops.map((stop) => stop.place)];
    const points = names.map((name) => this.points.get(name)).filter(Boolean);
    this.note(from);
    if (points.length < 2 || this.arcs.childElementCount > mostArcs || document.hidden) {
      return;
    }
    const colour = crossings
      ? "var(--bad)"
      : personal && home
        ? `var(--j${this.codes.indexOf(home) % 4})`
        : "var(--lookup)";
    const kind = ["arc", personal ? "data" : "lookup", !ok && "failed", strong && "strong"].filter(Boolean).join(" ");
    const d = curve(points);
    const group = svg(
      "g",
      { class: kind, style: `--c: ${colour}` },
      svg("path", { d, class: "trail" }),
      svg("path", { d, class: "comet", pathLength: 1 }),
    );
    this.arcs.append(group);
    const time = strong ? 3200 : 1700;
    const [trail, comet] = group.children;
    trail.animate([{ opacity: strong ? 0.9 : 0.5 }, { opacity: 0 }], { duration: time * 1.4, easing: "ease-in" });
    if (!still.matches) {
      comet.animate([{ strokeDashoffset: 0.16 }, { strokeDashoffset: -1 }], { duration: time, easing: "ease-in-out" });
    }
    setTimeout(() => group.remove(), time * 1.35);
  }

  /** Places that requests come from are part of what matters. */
  note(place) {
    const dot = this.places.querySelector(`[data-place="${CSS.escape(place)}"]`);
    if (!dot || dot.classList.contains("active")) {
      return;
    }
    dot.classList.add("active");
    this.active.add(place);
    this.#fit();
  }

  #placeDot(place, onPlace) {
    const { x, y } = project(place);
    const dot = svg(
      "g",
      { class: "place", "data-place": place.name, transform: `translate(${x} ${y})` },
      svg("circle", { class: "hit" }),
      svg("circle", { class: "pip" }),
      svg("text", { class: "label city" }, place.name),
      svg("title", {}, `${place.name}: what it gets, and why`),
    );
    dot.addEventListener("click", () => onPlace(place.name));
    return dot;
  }

  /** The part of the map that matters, and a unit of one pixel for whatever must not grow with it. */
  #fit() {
    const regions = this.regions.map((region) => project(region.place));
    const active = [...this.active].map((name) => this.points.get(name)).filter(Boolean);
    const { clientWidth, clientHeight } = this.root;
    const label = narrow.matches ? narrowLabelPixels : labelPixels;
    const beside = Math.min(1.2, Math.max(0.12, label / Math.max(1, clientWidth - 2 * label)));
    const views = {
      world: worldView,
      regions: bounds(regions, Math.max(0.3, beside), 0.5),
      requests: bounds([...regions, ...active], beside, 0.2),
    };
    const box = views[this.view];
    this.root.setAttribute("viewBox", box.map((number) => number.toFixed(0)).join(" "));
    const unit = Math.max(box[2] / (clientWidth || 1), box[3] / (clientHeight || 1));
    this.root.style.setProperty("--u", unit.toFixed(3));
    const regionsHere = this.regions.map(({ region, place }) => {
      const { x, y } = project(place);
      return { name: region, x, y, side: place.longitude < this.middle ? -1 : 1 };
    });
    this.moves = spread(regionsHere, unit);
    for (const [name, move] of this.moves) {
      this.markers.querySelector(`[data-name="${CSS.escape(name)}"]`)?.style.setProperty("--dy", move.toFixed(1));
    }
    const taken = regionsHere.map(({ name, x, y, side }) =>
      boxOf(side < 0 ? x - 104 * unit : x - 8 * unit, y + (this.moves.get(name) - 14) * unit, 112, 34, unit),
    );
    placeLabels(this.places, this.points, unit, taken);
  }
}

/** On a narrow map there is room for one thing: what is wrong, else the city. */
function noteOf({ state, dark, serves, jurisdiction, role, city }) {
  const service = serves && !dark ? `serves ${jurisdiction}` : state ? null : role;
  if (narrow.matches) {
    return state?.length > widestNarrowNote ? "fault" : (state ?? city ?? service);
  }
  const notes = [
    [city, state, service],
    [city, state],
  ].map((parts) => parts.filter(Boolean).join(" · "));
  return notes.find((note) => note.length <= widestNote) ?? state;
}

/** Countries; those of a served jurisdiction in its colour. */
function drawLand({ countries }, { jurisdictions }, codes) {
  const colours = new Map();
  for (const { code, countries: inside, served } of jurisdictions) {
    if (served) {
      for (const country of inside) {
        colours.set(country, codes.indexOf(code) % 4);
      }
    }
  }
  return svg(
    "g",
    { class: "land" },
    Object.entries(countries).map(([country, d]) =>
      svg("path", colours.has(country) ? { d, class: "served", style: `--j: var(--j${colours.get(country)})` } : { d }),
    ),
  );
}
