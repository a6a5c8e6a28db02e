/** Three first steps for a first visitor: ticked as they are done, gone when all are. */
import { byId, h, render } from "./dom.js";

const store = "home-region-first-steps";
const steps = [
  { id: "journey", text: "Take a journey: a first launch, hop by hop", show: "#journey-form button" },
  {
    id: "fault",
    text: "Pull the plug of a Region that serves",
    show: "button.fault.down",
  },
  { id: "return", text: "Put it back, and wait for the return", show: "#restore" },
];

export class FirstSteps {
  constructor() {
    this.done = new Set(read());
    byId("first-steps-dismiss").addEventListener("click", () => this.did(...steps.map(({ id }) => id)));
    this.#draw();
  }

  /** What the state shows to be done. */
  update({ incidents }) {
    const downs = incidents.filter(({ dark }) => dark);
    if (downs.length) {
      this.did("fault");
    }
    if (downs.some(({ marks }) => marks.some(({ kind }) => kind === "returned" || kind === "healthy"))) {
      this.did("return");
    }
  }

  did(...ids) {
    if (ids.every((id) => this.done.has(id))) {
      return;
    }
    for (const id of ids) {
      this.done.add(id);
    }
    write([...this.done]);
    this.#draw();
  }

  #draw() {
    const box = byId("first-steps");
    box.hidden = steps.every(({ id }) => this.done.has(id));
    render(
      byId("first-steps-list"),
      steps.map(({ id, text, show }) =>
        h(
          "li",
          { class: this.done.has(id) ? "done" : null, "data-step": id },
          this.done.has(id)
            ? [h("span", { class: "unseen" }, "done: "), text]
            : h(
                "button",
                { type: "button", class: "plain", "data-key": `step-${id}`, onclick: () => point(show) },
                text,
              ),
        ),
      ),
    );
  }
}

/** Brings a control to where it is seen, with the focus on it. */
function point(selector) {
  const target = document.querySelector(selector);
  target?.scrollIntoView({ block: "center" });
  target?.focus({ preventScroll: true });
}

/** A browser may forbid storage: then the steps come back with each visit. */
function read() {
  try {
    return JSON.parse(localStorage.getItem(store) ?? "[]");
  } catch {
    return [];
  }
}

function write(done) {
  try {
    localStorage.setItem(store, JSON.stringify(done));
  } catch {}
}
