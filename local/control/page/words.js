/** The page's own words, explained on hover and focus. */
import { byId, h } from "./dom.js";

const words = {
  crossing:
    "A hop that served an organization's personal data in a Region outside its home jurisdiction. There must be none, ever.",
  crossings:
    "Hops that served an organization's personal data in a Region outside its home jurisdiction. There must be none, ever.",
  "hops with data": "Steps of requests that carried an organization's personal data through a Region.",
  "kept for":
    "How long resolvers may keep this answer of DNS (its TTL). Until it has passed, people are still sent where they were.",
  dial: "An accelerator's traffic dial: the share of traffic that the Regions of an endpoint group take, from 0 to 100 %.",
  primary: "The Region that serves its jurisdiction as long as it is healthy.",
  standby: "The Region that takes over for the primary. It is in the same jurisdiction, always.",
  checkers:
    "Route 53 probes each Region from several places. A Region counts as unhealthy once nearly all of them have seen it fail several times in a row.",
  alarm:
    "A declared CloudWatch alarm that rings: its metric has crossed its threshold. On AWS it tells whoever subscribes to the topic.",
  lookup:
    "The public question before sign-in: where is home for this organization? It carries no personal data, so any Region may answer.",
  p95: "19 of 20 requests were answered at least as fast as this.",
  registry:
    "The table that says which jurisdiction is home for an organization. It holds no personal data, so every Region has a replica.",
  edge: "Where the accelerator takes up a connection: close to whoever asks.",
};

/** Longest first, so that "kept for" is found before a part of it would be. */
const pattern = new RegExp(
  `\\b(${Object.keys(words)
    .sort((a, b) => b.length - a.length)
    .join("|")})\\b`,
  "i",
);

/** A word that explains itself. `key` tells two of the same word apart while everything is drawn anew. */
export function term(word, key = word, text = word) {
  return h(
    "button",
    {
      type: "button",
      class: "term",
      "data-term": word,
      "data-key": `term-${key}`,
      "aria-describedby": `word-${word.replaceAll(" ", "-")}`,
    },
    text,
  );
}

/** Text in which the first of the page's words explains itself. */
export function explain(text, key) {
  const found = pattern.exec(text);
  if (!found) {
    return [text];
  }
  const [word] = found;
  return [
    text.slice(0, found.index),
    term(word.toLowerCase(), `${key}-${word}`, word),
    text.slice(found.index + word.length),
  ];
}

/** Puts explanations behind the words that are in the page from its start, and shows one at a time. */
export function prepareWords() {
  for (const place of document.querySelectorAll("[data-word]")) {
    place.replaceWith(term(place.dataset.word, `page-${place.dataset.word}`, place.textContent));
  }
  document.body.append(
    h(
      "div",
      { hidden: true },
      Object.entries(words).map(([word, meaning]) => h("p", { id: `word-${word.replaceAll(" ", "-")}` }, meaning)),
    ),
  );
  const tip = byId("tip");
  const show = (button) => {
    if (!button) {
      return;
    }
    tip.textContent = words[button.dataset.term];
    tip.hidden = false;
    const { left, bottom, top } = button.getBoundingClientRect();
    const { offsetWidth, offsetHeight } = tip;
    tip.style.left = `${Math.max(8, Math.min(left, innerWidth - offsetWidth - 8))}px`;
    tip.style.top = `${bottom + offsetHeight + 4 > innerHeight ? top - offsetHeight : bottom}px`;
  };
  const hide = () => {
    tip.hidden = true;
  };
  const near = (target) => target instanceof Element && (target.closest(".term") ?? target.closest("#tip"));
  addEventListener("pointerover", ({ target }) => {
    const found = near(target);
    if (found?.classList.contains("term")) {
      show(found);
    } else if (!found && !document.activeElement?.classList.contains("term")) {
      hide();
    }
  });
  addEventListener("focusin", ({ target }) => (target.classList.contains("term") ? show(target) : hide()));
  addEventListener("click", ({ target }) => show(target.closest?.(".term")));
  addEventListener("keydown", ({ key }) => key === "Escape" && hide());
  addEventListener("scroll", hide, { passive: true });
}
