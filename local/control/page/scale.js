/** An incident's course to scale: what people had, second by second, and its marks by their numbers. */
import { h } from "./dom.js";
import { span } from "./format.js";

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].map((seconds) => seconds * 1000);
const mostTicks = 8;
/** Share of the width that a number needs: two that are closer stand in two rows. */
const room = 0.05;

export function scale({ marks, touchesData, failed }, now) {
  const start = marks[0].at;
  const timeOf = (name) => marks.find((mark) => mark.kind === name)?.at;
  const [good, cleared] = [timeOf("good"), timeOf("cleared")];
  const last = marks.at(-1).at;
  const end = Math.max(cleared === undefined ? now : last, start + 1000);
  const share = (at) => Math.min(1, (at - start) / (end - start));
  const step = steps.find((length) => (end - start) / length <= mostTicks) ?? steps.at(-1);
  const ticks = Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, index) => index * step);
  const rows = rowsOf(marks.map(({ at }) => share(at)));
  return h(
    "div",
    { class: "scale", "aria-hidden": "true", style: `--rows: ${Math.max(...rows) + 1}` },
    marks.map((mark, index) =>
      h(
        "span",
        { class: `pin ${mark.kind}`, style: `left: ${percent(share(mark.at))}; --row: ${rows[index]}` },
        h("i", {}, String(index + 1)),
      ),
    ),
    h(
      "div",
      { class: "track" },
      phases({ start, good, cleared, end, touchesData, failed }).map(({ from, to, level }) =>
        h("span", {
          class: `phase ${level}`,
          style: `left: ${percent(share(from))}; width: ${percent(share(to) - share(from))}`,
        }),
      ),
    ),
    ticks.map((tick) => h("span", { class: "tick", style: `left: ${percent(share(start + tick))}` }, span(tick))),
  );
}

/** Refused until served again, then served with a fault, then on the way back. */
function phases({ start, good, cleared, end, touchesData, failed }) {
  const until = cleared ?? end;
  const harmed = touchesData && (failed > 0 || good !== undefined);
  const served = Math.min(good ?? (harmed ? end : start), end);
  const found = [
    { from: start, to: served, level: harmed ? "bad" : "warn" },
    { from: served, to: Math.max(served, until), level: "warn" },
    { from: Math.max(served, until), to: end, level: "quiet" },
  ];
  return found.filter(({ from, to }) => to > from);
}

/** The lowest row in which each share is far enough from the one before it there. */
function rowsOf(shares) {
  const ends = [];
  return shares.map((share) => {
    const free = ends.findIndex((taken) => share - taken >= room);
    const row = free < 0 ? ends.length : free;
    ends[row] = share;
    return row;
  });
}

const percent = (share) => `${(share * 100).toFixed(2)}%`;
