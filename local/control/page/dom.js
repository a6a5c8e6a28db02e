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

/**
 * Makes `parent` contain `children`, and changes only what differs: a button that is being pressed, a word that is
 * pointed at or has the focus stays the element that it is while everything around it changes.
 */
export function render(parent, ...children) {
  reconcile(
    parent,
    present(children).map((child) => (child instanceof Node ? child : document.createTextNode(child))),
  );
}

const present = (children) =>
  children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);

const handlers = new WeakMap();

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith("on")) {
      handle(element, name, value);
    } else {
      element.setAttribute(name, value === true ? "" : String(value));
    }
  }
  element.append(...present(children));
  return element;
}

function handle(element, name, run) {
  element[name] = run;
  handlers.set(element, new Set(handlers.get(element)).add(name));
}

function reconcile(parent, wanted) {
  let current = parent.firstChild;
  for (const node of wanted) {
    const match = find(current, node);
    if (!match) {
      parent.insertBefore(node, current);
      continue;
    }
    while (current !== match) {
      current = removed(current);
    }
    change(match, node);
    current = match.nextSibling;
  }
  while (current) {
    current = removed(current);
  }
}

function removed(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

/** What is there already for `wanted`: by its key, else by its place. */
function find(current, wanted) {
  const key = keyOf(wanted);
  if (key === undefined) {
    return current && isLike(current, wanted) ? current : null;
  }
  let found = current;
  while (found && !isLike(found, wanted)) {
    found = found.nextSibling;
  }
  return found;
}

const isLike = (node, wanted) => node.nodeName === wanted.nodeName && keyOf(node) === keyOf(wanted);

function keyOf({ dataset }) {
  if (!dataset) {
    return undefined;
  }
  const { key, row, incident, region, jurisdiction, headline } = dataset;
  return key ?? row ?? incident ?? region ?? jurisdiction ?? headline;
}

function change(node, wanted) {
  if (node === wanted) {
    return;
  }
  if (node.nodeType === Node.TEXT_NODE) {
    if (node.data !== wanted.data) {
      node.data = wanted.data;
    }
    return;
  }
  for (const { name } of [...node.attributes]) {
    if (!wanted.hasAttribute(name)) {
      node.removeAttribute(name);
    }
  }
  for (const { name, value } of wanted.attributes) {
    if (node.getAttribute(name) !== value) {
      node.setAttribute(name, value);
    }
  }
  for (const name of handlers.get(node) ?? []) {
    node[name] = null;
  }
  for (const name of handlers.get(wanted) ?? []) {
    handle(node, name, wanted[name]);
  }
  reconcile(node, [...wanted.childNodes]);
}
