/** A panel per jurisdiction: who serves it now and why, its Regions, and the faults to press. */
import { post, remove } from "./api.js";
import { byId, h, render } from "./dom.js";
import { badge, duration } from "./format.js";
import { attempt } from "./notice.js";

const faults = [
  { kind: "region-down", name: "Pull the plug", undo: "Plug back in" },
  { kind: "region-slow", name: "Slow", undo: "Full speed" },
  { kind: "registry-cut-off", name: "Cut registry", undo: "Join registry" },
];
const open = new Set();

export function renderRegions(topology, state) {
  const panels = topology.jurisdictions
    .filter((jurisdiction) => jurisdiction.served)
    .map((jurisdiction, index) => panel(jurisdiction, index, topology, state));
  render(byId("regions"), panels);
  byId("restore").disabled = state.faults.length === 0;
}

export async function putEverythingBack(state) {
  await Promise.all(state.faults.map((fault) => attempt(() => remove(`/api/faults/${encodeURIComponent(fault.id)}`))));
}

function panel({ code, name }, index, { regions }, state) {
  const answer = state.serving[code];
  const own = regions.filter((region) => region.jurisdiction === code);
  const serving = own.find((region) => region.region === answer?.region);
  const works =
    serving && !state.faults.some((fault) => fault.kind === "region-down" && fault.region === serving.region);
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
            h("b", { "data-serving": code }, serving.region),
            ` (${serving.role})`,
            works ? "" : ", which is down",
          ]
        : h("b", { "data-serving": code }, "Nobody answers: refused, never served elsewhere"),
      answer?.ttl ? h("span", { class: "quiet" }, `, kept for ${answer.ttl} s`) : null,
    ),
    own.every((region) => isDown(region.region, state)) &&
      h(
        "p",
        { class: "refused" },
        `No Region of ${name} answers: its data is refused until one does, and served nowhere else.`,
      ),
    why(code, answer),
    h(
      "ul",
      { class: "region-list" },
      own.map((region) => regionRow(region, state)),
    ),
  );
}

const isDown = (region, { faults: active }) =>
  active.some((fault) => fault.kind === "region-down" && fault.region === region);

function why(code, answer) {
  if (!answer) return null;
  return h(
    "details",
    { open: open.has(code), ontoggle: ({ target }) => (target.open ? open.add(code) : open.delete(code)) },
    h("summary", { "data-key": `why-${code}` }, `Why, seen from ${answer.place}`),
    h(
      "ol",
      { class: "why" },
      answer.why.map((line) => h("li", {}, line)),
    ),
  );
}

function regionRow({ region, role }, { regions: health, faults: active, health: checks, now }) {
  const own = active.filter((fault) => fault.region === region);
  const state = health[region];
  const check = checks.find((one) => one.region === region && one.healthy === (state === "healthy"));
  return h(
    "li",
    { "data-region": region },
    h(
      "div",
      { class: "region-head" },
      h("b", {}, region),
      h("span", { class: "quiet" }, role),
      h("span", { class: `state ${state}`, "data-health": state, title: check?.target ?? "" }, state),
      check
        ? h("span", { class: "quiet detail" }, `${check.detail}, for ${duration(Math.max(0, now - check.since))}`)
        : null,
    ),
    h(
      "div",
      { class: "faults", role: "group", "aria-label": `Faults of ${region}` },
      faults.map(({ kind, name, undo }) => {
        const fault = own.find((one) => one.kind === kind);
        return h(
          "button",
          {
            type: "button",
            class: kind === "region-down" ? "fault down" : "fault",
            "aria-pressed": String(Boolean(fault)),
            "data-key": `${region}-${kind}`,
            "data-fault": kind,
            "aria-label": `${fault ? undo : name}: ${region}`,
            onclick: () =>
              attempt(() =>
                fault ? remove(`/api/faults/${encodeURIComponent(fault.id)}`) : post("/api/faults", { kind, region }),
              ),
          },
          fault ? undo : name,
        );
      }),
    ),
  );
}
