/** One stack: its services in layers, each above those that it refers to. Pure. */
import type { StackGraph } from "../../graph/graph";
import { isDeclared, referencesOf } from "./references";
import { kindLine, type Service, serviceKey, servicesOf } from "./services";
import { arrow, type Box, boxHeight, document, note, serviceBox } from "./svg";

const boxWidth = 250;
const gap = 28;
const perRow = 4;

export function pictureOfStack(stack: StackGraph): string {
  const services = servicesOf(stack.resources.filter(isDeclared));
  const edges = serviceEdges(stack);
  const boxes = new Map<string, Box>();
  let y = gap + 24;
  for (const row of rowsOf(services, edges)) {
    const height = Math.max(...row.map((service) => boxHeight(service.kinds.size)));
    for (const [index, service] of row.entries()) {
      boxes.set(service.key, {
        x: gap + index * (boxWidth + gap),
        y,
        width: boxWidth,
        height: boxHeight(service.kinds.size),
      });
    }
    y += height + 2 * gap;
  }
  const shapes = [note(gap, gap, `stack ${stack.stack}: ${stack.resources.filter(isDeclared).length} resources`)];
  for (const [from, to] of edges) {
    const [a, b] = [boxes.get(from), boxes.get(to)];
    if (a && b && a.y < b.y) {
      shapes.push(arrow(curve(a, b)));
    }
  }
  for (const { key, title, kinds } of services) {
    const box = boxes.get(key);
    const lines = [...kinds].map(([kind, names]) => kindLine(kind, names));
    if (box) {
      shapes.push(serviceBox(box, title, lines));
    }
  }
  const columns = Math.min(perRow, services.length);
  return document(gap + columns * (boxWidth + gap), y - gap, `What stack ${stack.stack} declares`, shapes);
}

/** Pairs of services of which the first refers to the second. */
function serviceEdges(stack: StackGraph): [string, string][] {
  const pairs = referencesOf([stack]).map(({ from, to }) => [serviceKey(from), serviceKey(to)]);
  return [...new Set(pairs.map((pair) => pair.join(" ")))].map((pair) => pair.split(" ") as [string, string]);
}

/**
 * A layer for each step of the longest way along references. Services come in the order of a request, so a reference
 * back to an earlier one (a role that names a table's key) is not followed, and there are no circles.
 */
function rowsOf(services: readonly Service[], edges: readonly [string, string][]): Service[][] {
  const depth = new Map<string, number>();
  for (const [place, { key }] of services.entries()) {
    const before = services
      .slice(0, place)
      .filter((earlier) => edges.some(([from, to]) => from === earlier.key && to === key))
      .map((earlier) => depth.get(earlier.key) ?? 0);
    depth.set(key, before.length > 0 ? Math.max(...before) + 1 : 0);
  }
  // From the top: a service comes after those that it is below.
  const layers = [...Map.groupBy(services, ({ key }) => depth.get(key) ?? 0).values()];
  return layers.flatMap((layer) =>
    Array.from({ length: Math.ceil(layer.length / perRow) }, (_, index) =>
      layer.slice(index * perRow, (index + 1) * perRow),
    ),
  );
}

function curve(a: Box, b: Box): string {
  const [x1, y1, x2, y2] = [a.x + a.width / 2, a.y + a.height, b.x + b.width / 2, b.y - 2];
  const bend = Math.max(20, (y2 - y1) / 2);
  return `M${x1} ${y1} C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
}
