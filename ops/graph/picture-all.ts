/** The picture of the README: the global stack above, a frame for each jurisdiction below, a column for each Region. Pure. */
import { jurisdictions, regionStacks, stacksOf } from "../../infra/topology";
import type { StackGraph } from "../../local/graph";
import { isDeclared, referencesOf } from "./references";
import { kindLine, type Service, servicesOf } from "./services";
import { arrow, boxHeight, document, frame, note, serviceBox } from "./svg";

const column = 250;
const gap = 24;
const head = 36;
/** Lines a box may have; what is left is counted. */
const most = 4;

export function pictureOfAll(stacks: readonly StackGraph[]): string {
  const named = new Map(stacks.map((stack) => [stack.stack, stack]));
  const served = [...new Set(Object.values(regionStacks).map((stack) => stack.jurisdiction))].map((code) => ({
    code,
    stacks: stacksOf(code).filter(([name]) => named.has(name)),
  }));
  const columns = served.reduce((sum, { stacks: own }) => sum + own.length, 0);
  const width = gap + served.length * gap + columns * (column + gap);
  const shapes: string[] = [];

  const global = named.get("global");
  const top = global ? drawGlobal(global, width, shapes) : gap;
  const frameY = top + 56;
  const rows = rowsOf(stacks.filter(({ stack }) => stack !== "global"));
  const stackHeight = head + rows.reduce((sum, row) => sum + row.height + 10, 0) + 6;
  let x = gap;
  for (const { code, stacks: own } of served) {
    const frameWidth = own.length * (column + gap) + gap - gap / 2;
    const label = `${code} · ${jurisdictions[code].name}: data stays inside`;
    shapes.push(
      frame({ x, y: frameY, width: frameWidth, height: stackHeight + head + gap + 22 }, label, "jurisdiction"),
    );
    for (const [index, [name, { region, role }]] of own.entries()) {
      const stackX = x + gap * 0.75 + index * (column + gap);
      const y = frameY + head;
      shapes.push(
        frame({ x: stackX, y, width: column, height: stackHeight }, `${name} · ${region} · ${role}`, "stack"),
      );
      drawRows(named.get(name), rows, stackX + 12, y + head, column - 24, shapes);
      if (global) {
        const middle = stackX + column / 2;
        shapes.push(arrow(`M${middle} ${y - head - 4} V${top + 6}`));
        shapes.push(note(middle + 8, top + 34, readsOf(stacks, name)));
      }
    }
    if (own.length > 1) {
      const from = x + gap * 0.75 + column / 2;
      const to = from + column + gap;
      const y = frameY + head + stackHeight;
      shapes.push(arrow(`M${from} ${y + 2} v14 H${to} V${y + 4}`, "failover"));
      shapes.push(note((from + to) / 2, y + 32, "Route 53 fails over, inside the jurisdiction only", "middle"));
    }
    x += frameWidth + gap / 2;
  }
  return document(width, frameY + stackHeight + head + gap + 22 + gap, "What the stacks declare", shapes);
}

function drawGlobal(global: StackGraph, width: number, shapes: string[]): number {
  const services = servicesOf(global.resources.filter(isDeclared));
  const boxWidth = (width - 2 * gap - 24 - (services.length - 1) * 10) / services.length;
  const lines = services.map(linesOf);
  const height = boxHeight(Math.max(...lines.map((one) => one.length)));
  shapes.push(
    frame(
      { x: gap, y: gap, width: width - 2 * gap, height: head + height + 14 },
      "global · no personal data: lookups and routing only",
      "stack",
    ),
  );
  for (const [index, service] of services.entries()) {
    const box = { x: gap + 12 + index * (boxWidth + 10), y: gap + head, width: boxWidth, height };
    shapes.push(serviceBox(box, service.title, lines[index] ?? []));
  }
  return gap + head + height + 14;
}

interface Row {
  key: string;
  title: string;
  height: number;
}

/** One row for each service that any Region has, as high as the tallest of them, so that columns can be compared. */
function rowsOf(stacks: readonly StackGraph[]): Row[] {
  const all = servicesOf(stacks.flatMap((stack) => stack.resources).filter(isDeclared));
  return all.map(({ key, title }) => {
    const lines = stacks.map((stack) => {
      const own = servicesOf(stack.resources.filter(isDeclared)).find((service) => service.key === key);
      return own ? linesOf(own).length : 0;
    });
    return { key, title, height: boxHeight(Math.max(...lines)) };
  });
}

function drawRows(
  stack: StackGraph | undefined,
  rows: readonly Row[],
  x: number,
  top: number,
  width: number,
  shapes: string[],
) {
  const services = servicesOf((stack?.resources ?? []).filter(isDeclared));
  let y = top;
  for (const { key, title, height } of rows) {
    const service = services.find((one) => one.key === key);
    if (service) shapes.push(serviceBox({ x, y, width, height }, title, linesOf(service)));
    y += height + 10;
  }
}

function linesOf({ kinds }: Service): string[] {
  const lines = [...kinds].map(([kind, names]) => kindLine(kind, names));
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `and ${lines.length - most + 1} more kinds`];
}

/** What a region stack reads of the global stack, as services. */
function readsOf(stacks: readonly StackGraph[], name: string): string {
  const read = referencesOf(stacks)
    .filter(({ from, to }) => from.stack === name && to.stack === "global")
    .map(({ to }) => to);
  const titles = servicesOf(read).map(({ title }) => title);
  return titles.length > 0 ? `reads ids of ${titles.length} services` : "";
}
