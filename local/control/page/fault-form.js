/** The form for any fault: its fields are those that the control API names for the kind. */
import { post } from "./api.js";
import { byId, h } from "./dom.js";
import { nameOf, sentence } from "./kinds.js";

const scopes = {
  region: "A Region",
  service: "A service in a Region",
  "availability-zone": "An availability zone",
  link: "The link between two Regions",
  global: "Everywhere",
};
/** People think in seconds and percent. */
const units = {
  ms: { text: "s", show: (value) => value / 1000, read: (value) => value * 1000 },
  share: { text: "%", show: (value) => value * 100, read: (value) => value / 100 },
  times: { text: "", show: Number, read: Number },
};
/** What a summary calls a value before there is one. */
const words = { share: "a share", delayMs: "some time", skewMs: "some time", keepMs: "some time", error: "chosen" };
/** The one time that is often wanted; the others are behind a click. */
const oftenWanted = "durationMs";

/** What was entered, by field: it stays while another kind is looked at. */
let values = {};
let kinds = [];

export function openFaultForm(all, region) {
  kinds = all;
  const dialog = byId("fault-form");
  if (!dialog.firstChild) {
    dialog.append(form(dialog));
  }
  values = { kind: all.find(({ scope }) => scope === "service").kind, region };
  byId("fault-kind").value = values.kind;
  drawFields();
  dialog.showModal();
}

function form(dialog) {
  const ofScope = (scope) => kinds.filter((kind) => kind.scope === scope);
  return h(
    "form",
    { onsubmit: (event) => void submit(event, dialog) },
    h("h2", { id: "fault-form-title" }, "Break something"),
    h(
      "label",
      {},
      "What",
      h(
        "select",
        { id: "fault-kind", name: "kind", onchange: changed, "aria-describedby": "fault-summary" },
        Object.entries(scopes).map(([scope, label]) =>
          h(
            "optgroup",
            { label },
            ofScope(scope).map(({ kind }) => h("option", { value: kind }, nameOf(kind))),
          ),
        ),
      ),
    ),
    h("p", { id: "fault-summary", class: "hint" }),
    h("div", { id: "fault-fields", class: "fields" }),
    h(
      "details",
      { id: "fault-times" },
      h("summary", {}, "Later, again and again, growing"),
      h("div", { class: "fields" }),
    ),
    h("p", { id: "fault-error", class: "error", role: "alert" }),
    h(
      "div",
      { class: "actions" },
      h("button", { class: "strong" }, "Start"),
      h("button", { type: "button", onclick: () => dialog.close() }, "Cancel"),
    ),
  );
}

/** Choices depend on others: what follows from them is drawn anew, and the focus stays where it is. */
function changed({ target }) {
  values[target.name] = target.value;
  drawFields();
  byId("fault-form").querySelector(`[name="${target.name}"]`).focus();
}

function drawFields() {
  const { summary, fields } = kinds.find(({ kind }) => kind === values.kind);
  byId("fault-summary").textContent = `${sentence(summary.replace(/`(\w+)`/g, (_, name) => words[name] ?? name))}.`;
  byId("fault-error").textContent = "";
  const first = fields.filter(({ part, name }) => part !== "time" || name === oftenWanted);
  byId("fault-fields").replaceChildren(...first.map(control));
  const times = fields.filter((field) => !first.includes(field));
  byId("fault-times").lastChild.replaceChildren(...times.map(control));
}

function control(field) {
  const { name, what, required, unit } = field;
  const [text, hint] = what.split("; ");
  const label = `${sentence(text)}${unit && units[unit].text ? `, in ${units[unit].text}` : ""}`;
  const options = optionsOf(field);
  if (options?.length === 0 && !required) {
    return "";
  }
  return h(
    "label",
    {},
    h("span", {}, label, hint && h("span", { class: "quiet" }, ` (${hint})`)),
    options ? choice(name, options, required) : number(field),
  );
}

/** Undefined where it is no choice. A field's default is what is left out. */
function optionsOf({ options, by }) {
  return by ? (options[values[by]] ?? []) : options;
}

function choice(name, options, required) {
  const all = required ? options : ["", ...options];
  if (!all.includes(values[name])) {
    values[name] = all[0] ?? "";
  }
  const select = h(
    "select",
    { name, required, onchange: changed },
    all.map((option) => h("option", { value: option }, option === "" ? "–" : option)),
  );
  select.value = values[name];
  return select;
}

function number({ name, unit, default: fallback }) {
  const { show } = units[unit];
  const input = h("input", { name, type: "number", step: "any", inputmode: "decimal" });
  input.value = values[name] ?? (fallback === undefined ? "" : show(fallback));
  input.oninput = () => {
    values[name] = input.value;
  };
  return input;
}

async function submit(event, dialog) {
  event.preventDefault();
  const { fields } = kinds.find(({ kind }) => kind === values.kind);
  const request = { kind: values.kind };
  for (const { name, unit } of fields) {
    const value = dialog.querySelector(`[name="${name}"]`)?.value ?? "";
    if (value !== "") {
      request[name] = unit ? units[unit].read(Number(value)) : value;
    }
  }
  try {
    await post("/api/faults", request);
    dialog.close();
  } catch (error) {
    byId("fault-error").textContent = error.message;
  }
}
