/** Elements without markup in strings: nothing that the API says can become markup. */

/** `h("button", { type: "button", onclick }, "Go")`. Attributes of null, undefined and false are left out. */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for SVG. */
export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

export const byId = (id) => document.getElementById(id);

let pressed = null;
const waiting = new Map();

// A button that is replaced between press and release would never be clicked.
addEventListener("pointerdown", ({ target }) => {
  pressed = target;
});
for (const end of ["pointerup", "pointercancel"]) {
  addEventListener(end, () =>
    setTimeout(() => {
      pressed = null;
      const renderings = [...waiting];
      waiting.clear();
      for (const [parent, children] of renderings) replace(parent, children);
    }),
  );
}

/** Replaces what `parent` contains, but keeps the focus on the child with the same `data-key`. */
export function render(parent, ...children) {
  if (pressed !== null && parent.contains(pressed)) waiting.set(parent, children);
  else replace(parent, children);
}

function replace(parent, children) {
  const focused = parent.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  parent.replaceChildren(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  if (focused) parent.querySelector(`[data-key="${CSS.escape(focused)}"]`)?.focus();
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}
