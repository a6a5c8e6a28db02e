/** Miller's projection, 10 units a degree: the one that land.json was drawn in. */
export function project({ latitude, longitude }) {
  const radians = (latitude * Math.PI) / 180;
  const y = -1.25 * Math.log(Math.tan(Math.PI / 4 + 0.4 * radians)) * (180 / Math.PI);
  return { x: longitude * 10, y: y * 10 };
}

/** `[x, y, width, height]` around points, with shares of it as margin: beside for labels, above and below. */
export function bounds(points, beside, above) {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left || 200, Math.max(...ys) - top || 200];
  return [left - width * beside, top - height * above, width * (1 + 2 * beside), height * (1 + 2 * above)];
}

/** A curve through points in order: every leg bends the same way, so that there and back are told apart. */
export function curve(points) {
  return points
    .map((to, index) => {
      if (index === 0) {
        return `M${to.x.toFixed(1)} ${to.y.toFixed(1)}`;
      }
      const from = points[index - 1];
      const [dx, dy] = [to.x - from.x, to.y - from.y];
      const bend = 0.18;
      const lift = dx >= 0 ? 1 : -1;
      const x = (from.x + to.x) / 2 + dy * bend * lift;
      const y = (from.y + to.y) / 2 - dx * bend * lift;
      return `Q${x.toFixed(1)} ${y.toFixed(1)} ${to.x.toFixed(1)} ${to.y.toFixed(1)}`;
    })
    .join("");
}
