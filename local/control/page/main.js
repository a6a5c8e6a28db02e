/** Starts the page: what is there once, and what changes as it happens. */
import { Answers } from "./answers.js";
import { get, listen, post } from "./api.js";
import { byId, h, render } from "./dom.js";
import { renderFaults } from "./fault-list.js";
import { FirstSteps } from "./first-steps.js";
import { badge } from "./format.js";
import { renderHeadlines } from "./headlines.js";
import { prepareJourney } from "./journey.js";
import { LedgerView } from "./ledger.js";
import { WorldMap } from "./map.js";
import { attempt, notify } from "./notice.js";
import { putEverythingBack, renderRegions } from "./regions.js";
import { addToLog, renderIncidents } from "./timeline.js";
import { prepareWords } from "./words.js";

async function start() {
  prepareWords();
  const paths = [
    "/api/topology",
    "/api/faults/kinds",
    "/land.json",
    "/api/unsupported",
    "/api/events",
    "/api/requests",
  ];
  const [declared, kinds, land, unsupported, events, requests] = await Promise.all(paths.map(get));
  const topology = { ...declared, kinds };
  const codes = topology.jurisdictions.map(({ code }) => code);
  byId("domain").textContent = topology.domain;
  const answers = new Answers(topology);
  const map = new WorldMap(topology, land, (place) => answers.show(place));
  const ledger = new LedgerView(codes);
  const firstSteps = new FirstSteps();
  let state = null;
  let series = { intervalMs: 5000, regions: {} };
  let asked = "";

  drawLegend(topology, codes);
  drawUnsupported(unsupported);
  addToLog(events);
  ledger.add(requests);
  for (const { from } of requests) {
    map.note(from);
  }
  await prepareJourney(topology.places, codes, (journey) => {
    map.fly(asRequest(journey), true);
    if (journey.ok) {
      firstSteps.did("journey");
    }
  });

  byId("restore").addEventListener("click", () => putEverythingBack(state));
  byId("traffic").addEventListener("click", () => attempt(() => post("/api/traffic", { on: !state.traffic.on })));

  listen(
    {
      state(next) {
        state = next;
        renderHeadlines(topology, state);
        renderRegions(topology, state, series);
        renderFaults(state);
        renderIncidents(state, topology);
        renderHost(state);
        firstSteps.update(state);
        map.update(state);
        ledger.counts(state.ledger);
        byId("traffic").setAttribute("aria-pressed", String(state.traffic.on));
        byId("traffic").textContent = state.traffic.on ? "Traffic is on" : "Traffic is off";
        const routing = JSON.stringify([
          state.faults,
          state.health.map((check) => check.healthy),
          Object.values(state.serving).map(({ region }) => region),
        ]);
        if (routing !== asked) {
          answers.ask();
        }
        asked = routing;
      },
      series(next) {
        series = next;
      },
      event: (event) => addToLog([event]),
      requests(ended) {
        ledger.add(ended);
        for (const request of ended) {
          map.fly(request);
        }
      },
    },
    (connection) => {
      const box = byId("connection");
      box.className = `connection ${connection}`;
      box.textContent = connection === "live" ? "live" : "no connection";
      notify(
        connection === "live"
          ? null
          : "The connection to the twin is lost. Is it still running? Start it with: make up",
      );
    },
  );
}

/** A host that is too slow is said where nobody can miss it. */
function renderHost({ credible, lag }) {
  byId("host").hidden = credible;
  const text = credible
    ? ""
    : `This machine is too slow for the twin's speed just now (${lag} ms behind): times that are measured meanwhile are not credible.`;
  if (byId("host").textContent !== text) {
    byId("host").textContent = text;
  }
}

/** A journey flies like a request: its steps' stops one after the other. */
function asRequest({ place, steps, home, ok, crossings }) {
  const stops = steps
    .flatMap((step) => step.hops)
    .filter(({ service }) => service !== "route53" && service !== "client");
  return { from: place, stops, home, personal: true, ok, crossings: crossings.length };
}

function drawLegend({ jurisdictions }, codes) {
  const served = jurisdictions.filter((jurisdiction) => jurisdiction.served);
  render(
    byId("legend"),
    served.map(({ code, name }) => h("li", {}, badge(code, codes.indexOf(code)), ` data of ${name}`)),
    h("li", {}, h("span", { class: "key lookup" }), "lookup: no personal data"),
    h("li", {}, h("span", { class: "key primary" }), "primary"),
    h("li", {}, h("span", { class: "key standby" }), "standby"),
    h("li", {}, h("span", { class: "key failed" }), "no answer"),
  );
}

function drawUnsupported(list) {
  const items = list.map(({ type, count, meaning }) => [
    h("dt", {}, h("code", {}, type), count > 1 ? ` × ${count}` : ""),
    h("dd", {}, meaning),
  ]);
  render(
    byId("unsupported"),
    items.length ? items : h("dd", {}, "Everything that the stacks declare is stood in for."),
  );
}

start().catch((error) => notify(error.message));
