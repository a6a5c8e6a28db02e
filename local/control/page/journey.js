/** The journey form: one person's first launch, or the next, hop by hop. */
import { get, post } from "./api.js";
import { byId, h, render } from "./dom.js";
import { badge, milliseconds } from "./format.js";
import { hopRows } from "./hops.js";
import { attempt } from "./notice.js";

export async function prepareJourney(places, codes, onJourney) {
  const form = byId("journey-form");
  const { organization, place, returning } = form.elements;
  place.append(...places.map(({ name }) => h("option", {}, name)));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button:not(.term)");
    const wanted = { organization: organization.value.trim(), place: place.value, returning: returning.checked };
    button.disabled = true;
    clear(organization, "On the way…");
    try {
      const journey = await post("/api/journeys", wanted);
      show(journey, codes);
      onJourney(journey);
    } catch (error) {
      clear(organization, "");
      byId("journey-error").textContent = error.message;
      organization.setAttribute("aria-invalid", "true");
    } finally {
      button.disabled = false;
    }
  });
  const suggest = async () => {
    const found =
      (await attempt(() => get(`/api/organizations?limit=50&query=${encodeURIComponent(organization.value)}`))) ?? [];
    render(
      byId("organizations"),
      found.map(({ slug, jurisdiction, country }) =>
        h("option", { value: slug }, [country, `home ${jurisdiction}`].filter(Boolean).join(", ")),
      ),
    );
  };
  organization.addEventListener("input", suggest);
  await suggest();
}

/** Nothing of the journey before stays while the next one is asked for. */
function clear(organization, text) {
  const result = byId("journey-result");
  result.className = "result quiet";
  delete result.dataset.journey;
  result.textContent = text;
  byId("journey-error").textContent = "";
  organization.removeAttribute("aria-invalid");
  render(byId("journey"));
}

function show(journey, codes) {
  const { steps, home, ms, failure, crossings, organization, place } = journey;
  const head = ["Service", "Action", "Place", "", "Class", "ms", "Outcome"];
  const bad = failure || crossings.length > 0;
  const result = byId("journey-result");
  result.className = `result outcome ${bad ? "bad" : "good"}`;
  result.dataset.journey = failure ? "failed" : "ok";
  result.textContent = [
    failure
      ? `✗ ${organization} from ${place}: ${failure}.`
      : `✓ ${organization} from ${place}, home ${home}: ${milliseconds(ms)} ms in all.`,
    crossings.length ? `${crossings.length} hops of personal data left ${home}.` : "",
    home && !crossings.length ? `No hop of personal data left ${home}.` : "",
  ].join(" ");
  render(
    byId("journey"),
    h(
      "div",
      { class: "scroll tall", tabindex: 0, role: "group", "aria-label": "Hops of the journey" },
      h(
        "table",
        { class: "hops" },
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            head.map((text) =>
              h(
                "th",
                { class: text === "ms" ? "number" : null },
                text || h("span", { class: "unseen" }, "Jurisdiction"),
              ),
            ),
          ),
        ),
        steps.map((step, index) =>
          h(
            "tbody",
            {},
            h(
              "tr",
              { class: step.outcome === "ok" ? "step" : "step hurt" },
              h("th", { colspan: 2, scope: "rowgroup" }, `${index + 1}. ${step.name}`),
              h("td", {}, step.place),
              h("td", {}, badge(step.jurisdiction, codes.indexOf(step.jurisdiction))),
              h("td", {}),
              h("td", { class: "number" }, milliseconds(step.ms)),
              h("td", {}, step.outcome),
            ),
            hopRows(step.hops, home, codes),
          ),
        ),
      ),
    ),
  );
}
