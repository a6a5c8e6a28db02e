/** A Region's faults to press: the kinds that are one click, what else is on there, and the form for all others. */
import { post, remove } from "./api.js";
import { h } from "./dom.js";
import { openFaultForm } from "./fault-form.js";
import { isQuick, quickKinds } from "./kinds.js";
import { attempt } from "./notice.js";

export function faultButtons(region, { kinds }, active) {
  const here = active.filter(({ regions }) => regions.includes(region));
  return h(
    "div",
    { class: "faults", role: "group", "aria-label": `Faults of ${region}` },
    quickKinds(kinds).map((kind) => quickButton(region, kind, here)),
    here.filter((fault) => !isQuick(fault, kinds)).map((fault) => endButton(region, fault)),
    h(
      "button",
      {
        type: "button",
        class: "fault more",
        "data-key": `${region}-other`,
        "aria-label": `Other faults: ${region}`,
        "aria-haspopup": "dialog",
        onclick: () => openFaultForm(kinds, region),
      },
      "Other…",
    ),
  );
}

function quickButton(region, { kind, words, dark }, here) {
  const fault = here.find((known) => known.kind === kind);
  const text = fault ? words.undo : words.press;
  return h(
    "button",
    {
      type: "button",
      class: dark ? "fault down" : "fault",
      "aria-pressed": String(Boolean(fault)),
      "data-key": `${region}-${kind}`,
      "data-fault": kind,
      "aria-label": `${text}: ${region}`,
      onclick: () => attempt(() => (fault ? end(fault) : post("/api/faults", { kind, region }))),
    },
    text,
  );
}

/** Ends a fault that was begun by the form or by another program. */
function endButton(region, fault) {
  const text = `End ${fault.kind.replaceAll("-", " ")}`;
  return h(
    "button",
    {
      type: "button",
      class: "fault",
      "aria-pressed": "true",
      "data-key": `${region}-end-${fault.id}`,
      "aria-label": `${text}: ${fault.place}`,
      onclick: () => attempt(() => end(fault)),
    },
    text,
  );
}

export const end = ({ id }) => remove(`/api/faults/${encodeURIComponent(id)}`);
