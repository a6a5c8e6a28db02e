/** A headline a jurisdiction: how its people fare now. */
import { byId, h, render } from "./dom.js";
import { badge, span } from "./format.js";

/** Above this share of refused requests people are said to be refused. */
const toleratedShare = 0.1;
const levels = { good: "✓", warn: "!", bad: "✗" };

export function renderHeadlines(topology, state) {
  const served = topology.jurisdictions.filter((jurisdiction) => jurisdiction.served);
  const headlines = served.map((jurisdiction) => ({
    jurisdiction,
    ...headlineOf(jurisdiction, topology.regions, state),
  }));
  render(
    byId("headlines"),
    headlines.map(({ jurisdiction, level, title, detail }, index) =>
      h(
        "article",
        { class: `headline-card ${level}`, "data-headline": jurisdiction.code, "data-level": level },
        h(
          "h2",
          {},
          badge(jurisdiction.code, index),
          h("span", { class: "sign", "aria-hidden": "true" }, levels[level]),
          title,
        ),
        h("p", {}, detail),
      ),
    ),
  );
  const spoken = headlines
    .filter(({ level }) => level !== "good")
    .map(({ title }) => title)
    .join(". ");
  if (byId("spoken").textContent !== spoken) {
    byId("spoken").textContent = spoken;
  }
}

/** Good, warn or bad, in words that say why. */
function headlineOf({ code, name }, regions, state) {
  const own = regions.filter((region) => region.jurisdiction === code);
  const nameOf = (region) => named(own, region);
  const answer = state.serving[code]?.region ?? null;
  const { requests, refused, signIns, signInsRefused } = state.people[code];
  const dark = own.filter(({ region }) => isDark(state, region)).map(({ region }) => region);
  const refusedNow = `${refused} of ${requests} requests refused in the last 15 s`;
  if (dark.length === own.length) {
    return bad(`${name}: everybody is refused`, `No Region of it has power. Its data is served nowhere else.`);
  }
  if (answer === null) {
    return bad(`${name}: everybody is refused`, "DNS has no Region to answer with. Its data is served nowhere else.");
  }
  if (dark.includes(answer)) {
    return bad(
      `${name}: people get no answer`,
      `DNS still sends them to ${nameOf(answer)}, which is down${requests ? `; ${refusedNow}` : ""}.`,
    );
  }
  if (refused > requests * toleratedShare) {
    return bad(`${name}: people are refused`, `${refusedNow}, though DNS answers ${nameOf(answer)}.`);
  }
  const primary = own.find(({ role }) => role === "primary").region;
  const rate = requests
    ? `${requests - refused} of ${requests} requests answered in the last 15 s`
    : "no requests in the last 15 s";
  const noSignIn = signIns > 0 && signInsRefused === signIns ? " Signing in anew fails." : "";
  if (answer !== primary) {
    return warn(`${name} is served by its standby`, `${nameOf(answer)}: ${rate}.${noSignIn}`);
  }
  const touched = own.filter(({ region }) => faultOf(state, region) || state.regions[region] === "unhealthy");
  if (touched.length) {
    return warn(
      `${name} is served, with less in reserve`,
      `${nameOf(answer)}: ${rate}; ${touched.map(({ region }) => troubleOf(state, nameOf(region), region)).join(", ")}.${noSignIn}`,
    );
  }
  return { level: "good", title: `${name} is served`, detail: `${nameOf(answer)}: ${rate}.` };
}

const bad = (title, detail) => ({ level: "bad", title, detail });
const warn = (title, detail) => ({ level: "warn", title, detail });

export const isDark = ({ faults }, region) => faults.some((fault) => fault.dark && fault.regions.includes(region));

/** `ca-central-1 (Montreal)`. */
export function named(regions, region) {
  const city = regions.find((known) => known.region === region)?.city;
  return city ? `${region} (${city})` : region;
}

const faultOf = ({ faults }, region) => faults.find(({ regions, waiting }) => !waiting && regions.includes(region));

function troubleOf(state, name, region) {
  const fault = faultOf(state, region);
  return fault ? `${name} has a fault since ${span(state.now - fault.since)}` : `${name} is not back yet`;
}
