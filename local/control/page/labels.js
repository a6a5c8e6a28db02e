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
    if (side) taken.push(sides[side]);
  }
}

const overlap = (a, b) => a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom;
