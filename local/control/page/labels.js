/** Names of places where there is room for them; the others show on hover. */

const glyph = 6;
const line = 14;

/** A rectangle on the map: `x`, `y` in its units, `width` and `height` in pixels of `unit`. */
export const boxOf = (x, y, width, height, unit) => ({ x, y, right: x + width * unit, bottom: y + height * unit });

/** Puts the name of each active place right or left below its dot, unless something else is there. Adds to `taken`. */
export function placeLabels(places, points, unit, taken) {
  for (const dot of places.querySelectorAll(".place.active")) {
    const { x, y } = points.get(dot.dataset.place);
    const width = dot.dataset.place.length * glyph;
    const sides = {
      right: boxOf(x + 5 * unit, y - line * 0.5 * unit, width, line, unit),
      left: boxOf(x - (width + 5) * unit, y - line * 0.5 * unit, width, line, unit),
    };
    const side = Object.keys(sides).find((name) => !taken.some((other) => overlap(other, sides[name])));
    dot.dataset.label = side ?? "none";
    if (side) {
      taken.push(sides[side]);
    }
  }
}

const overlap = (a, b) => a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom;

const regionLine = 31;

/** Pixels to move the names of Regions down (or up), so that those on one side of their dots do not cover each other. */
export function spread(regions, unit) {
  const moves = new Map();
  for (const side of [-1, 1]) {
    const column = regions.filter((region) => region.side === side).sort((a, b) => a.y - b.y);
    const wanted = column.map(({ y }) => y / unit);
    const placed = [];
    for (const y of wanted) {
      placed.push(Math.max(y, (placed.at(-1) ?? -Infinity) + regionLine));
    }
    const shift = placed.reduce((sum, y, index) => sum + y - wanted[index], 0) / (placed.length || 1);
    column.forEach(({ name }, index) => {
      moves.set(name, placed[index] - wanted[index] - shift);
    });
  }
  return moves;
}
