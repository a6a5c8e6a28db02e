/** The picture of the README: the global stack above, a frame for each jurisdiction below, a column for each Region. Pure. */

import type { StackGraph } from "../../graph/graph";
import { type JurisdictionCode, jurisdictions, regionStacks, stacksOf } from "../../model/topology";
import { isDeclared, referencesOf } from "./references";
import { foundation, type Service, servicesOf, shortLines, sizeOf } from "./services";
import { arrow, boxHeight, document, frame, note, serviceBox } from "./svg";

const column = 256;
const gap = 24;
const head = 36;
const between = 10;
/** Lines that a box may have. */
const most = 4;

export function pictureOfAll(stacks: readonly StackGraph[]): string {
  const regions = stacks.filter(({ stack }) => stack in regionStacks);
  const columns = new Map(regions.map((stack) => [stack.stack, cellsOf(stack)]));
  const rows = rowsOf([...columns.values()]);
  const stackHeight = head + rows.reduce((sum, { height }) => sum + height + between, 0);
  const codes = [...new Set(Object.values(regionStacks).map(({ jurisdiction }) => jurisdiction))];
  const served = codes.filter((code) => stacksOf(code).some(([name]) => columns.has(name)));

  const shapes: string[] = [];
  const width = gap + served.reduce((sum, code) => sum + frameWidth(code, columns) + gap, 0);
  const global = stacks.find(({ stack }) => !(stack in regionStacks));
  const top = global ? drawGlobal(global, width, shapes) + 60 : gap;
  const frameHeight = head + stackHeight + 50;
  let x = gap;
  for (const code of served) {
    const label = `${code} · ${jurisdictions[code].name}: data stays inside`;
    shapes.push(frame({ x, y: top, width: frameWidth(code, columns), height: frameHeight }, label, "jurisdiction"));
    const own = stacksOf(code).filter(([name]) => columns.has(name));
    for (const [index, [name, { region, role }]] of own.entries()) {
      const box = { x: x + gap + index * (column + gap), y: top + head, width: column, height: stackHeight };
      shapes.push(frame(box, `${name} · ${region} · ${role}`, "stack"));
      drawColumn(columns.get(name) ?? [], rows, box.x + 12, box.y + head, shapes);
      if (global) {
        drawReads(stacks, name, global.stack, box.x, top, shapes);
      }
    }
    const failing = regions.filter(({ stack }) => own.some(([name]) => name === stack)).filter(failsOver);
    if (failing.length > 1) {
      drawFailover(x + gap + column / 2, top + head + stackHeight, shapes);
    }
    x += frameWidth(code, columns) + gap;
  }
  return document(width, top + frameHeight + gap, "What the stacks declare", shapes);
}

interface Cell {
  key: string;
  title: string;
  lines: string[];
}

function cellsOf({ resources }: StackGraph): Cell[] {
  const services = servicesOf(resources.filter(isDeclared));
  const cells = services
    .filter(({ key }) => !foundation.has(key))
    .map((service) => ({ key: service.key, title: service.title, lines: shortLines(service, most) }));
  const below = services.filter(({ key }) => foundation.has(key));
  return below.length > 0 ? [...cells, { key: "", title: "and what they stand on", lines: counted(below) }] : cells;
}

const counted = (services: readonly Service[]) =>
  services.map((service) => `${service.title}: ${sizeOf(service)} ${sizeOf(service) === 1 ? "resource" : "resources"}`);

/** A row for each service of any Region, as high as the tallest, so that columns can be compared. */
function rowsOf(columns: readonly Cell[][]): { key: string; height: number }[] {
  const keys = [...new Set(columns.flat().map(({ key }) => key))];
  return keys.map((key) => {
    const cells = columns.flat().filter((cell) => cell.key === key);
    return { key, height: boxHeight(Math.max(...cells.map(({ lines }) => lines.length))) };
  });
}

function frameWidth(code: JurisdictionCode, columns: ReadonlyMap<string, unknown>): number {
  const own = stacksOf(code).filter(([name]) => columns.has(name));
  return gap + own.length * (column + gap);
}

/** Returns where it ends. */
function drawGlobal(global: StackGraph, width: number, shapes: string[]): number {
  const cells = cellsOf(global);
  const boxWidth = (width - 2 * gap - 24 - (cells.length - 1) * between) / cells.length;
  const height = boxHeight(Math.max(...cells.map(({ lines }) => lines.length)));
  const outer = { x: gap, y: gap, width: width - 2 * gap, height: head + height + 14 };
  shapes.push(frame(outer, `${global.stack} · no personal data: lookups and routing only`, "stack"));
  for (const [index, { title, lines }] of cells.entries()) {
    const box = { x: gap + 12 + index * (boxWidth + between), y: gap + head, width: boxWidth, height };
    shapes.push(serviceBox(box, title, lines));
  }
  return outer.y + outer.height;
}

function drawColumn(cells: Cell[], rows: { key: string; height: number }[], x: number, top: number, shapes: string[]) {
  let y = top;
  for (const { key, height } of rows) {
    const cell = cells.find((cell) => cell.key === key);
    if (cell) {
      shapes.push(serviceBox({ x, y, width: column - 24, height }, cell.title, cell.lines));
    }
    y += height + between;
  }
}

/** An arrow from a region stack to the global one, and what it reads there. */
function drawReads(
  stacks: readonly StackGraph[],
  name: string,
  global: string,
  x: number,
  top: number,
  shapes: string[],
) {
  const read = referencesOf(stacks)
    .filter(({ from, to }) => from.stack === name && to.stack === global)
    .map(({ to }) => to);
  const titles = servicesOf(read).map(({ title }) => title);
  if (titles.length === 0) {
    return;
  }
  const half = Math.ceil(titles.length / 2);
  shapes.push(arrow(`M${x + 20} ${top - 2} V${top - 54}`));
  shapes.push(note(x + 30, top - 30, `reads ${titles.slice(0, half).join(", ")}${titles.length > half ? "," : ""}`));
  shapes.push(note(x + 30, top - 14, titles.slice(half).join(", ")));
}

const failsOver = ({ resources }: StackGraph) =>
  resources.some(({ inputs }) => (inputs.failoverRoutingPolicies ?? []).length > 0);

function drawFailover(from: number, y: number, shapes: string[]) {
  const to = from + column + gap;
  shapes.push(arrow(`M${from} ${y + 2} v14 H${to} V${y + 4}`, "failover"));
  shapes.push(note((from + to) / 2, y + 34, "Route 53 fails over, inside the jurisdiction only", "middle"));
}
