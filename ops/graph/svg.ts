/** The few shapes that the pictures are made of, readable in light and dark. Pure. */

import { escaped } from "../shared/markup";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const titleHeight = 24;
export const lineHeight = 16;
/** How high a box with so many lines under its title is. */
export const boxHeight = (lines: number) => titleHeight + lines * lineHeight + (lines > 0 ? 8 : 0);

/** A service: its title, then a line for each kind of resource. */
export function serviceBox({ x, y, width, height }: Box, title: string, lines: readonly string[]): string {
  const text = lines.map(
    (line, index) =>
      `<text class="line" x="${x + 10}" y="${y + titleHeight + 12 + index * lineHeight}">${escaped(cut(line, width))}</text>`,
  );
  return [
    `<rect class="box" x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>`,
    `<text class="title" x="${x + 10}" y="${y + 17}">${escaped(title)}</text>`,
    ...text,
  ].join("\n");
}

/** A frame around what belongs together. */
export function frame({ x, y, width, height }: Box, label: string, kind: "jurisdiction" | "stack"): string {
  return [
    `<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="10"/>`,
    `<text class="label" x="${x + 14}" y="${y + 22}">${escaped(label)}</text>`,
  ].join("\n");
}

export const arrow = (path: string, kind: "reference" | "failover" = "reference") =>
  `<path class="${kind}" d="${path}" marker-end="url(#head)"/>`;

export const note = (x: number, y: number, text: string, anchor: "start" | "middle" = "start") =>
  `<text class="note" x="${x}" y="${y}" text-anchor="${anchor}">${escaped(text)}</text>`;

/** The document around the shapes. Colours follow the reader's own setting. */
export function document(width: number, height: number, title: string, shapes: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">
<title>${escaped(title)}</title>
<style>
  text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; fill: #1f2328 }
  .ground { fill: #ffffff } .box { fill: #f6f8fa; stroke: #afb8c1 } .stack { fill: #ffffff; stroke: #57606a }
  .jurisdiction { fill: #ddf4ff; stroke: #0969da; stroke-width: 2 }
  .label { font-size: 14px; font-weight: 600 } .title { font-size: 13px; font-weight: 600 } .line { font-size: 12px; fill: #57606a }
  .note { font-size: 12px; fill: #57606a } .reference { stroke: #57606a } .failover { stroke: #bc4c00; stroke-dasharray: 5 4 }
  path { fill: none; stroke-width: 1.4 } #head path { fill: #57606a; stroke: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .ground { fill: #0d1117 } .box { fill: #161b22; stroke: #484f58 } .stack { fill: #0d1117; stroke: #8b949e }
    .jurisdiction { fill: #0c2d4d; stroke: #4493f8 } .line, .note { fill: #a9b4c0 } .reference { stroke: #8b949e } .failover { stroke: #f0883e }
    #head path { fill: #8b949e }
  }
</style>
<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>
<rect class="ground" width="${width}" height="${height}"/>
${shapes.join("\n")}
</svg>
`;
}

// Seven pixels a letter are a little more than the font needs.
function cut(line: string, width: number): string {
  const fits = Math.floor((width - 20) / 6.4);
  return line.length > fits ? `${line.slice(0, fits - 1)}…` : line;
}
