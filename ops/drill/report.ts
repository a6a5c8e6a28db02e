/** The report that a person reads: one HTML file without anything from elsewhere. Its printed form is the PDF. */

import { escaped } from "../shared/markup";
import { clientsOf } from "./judge";
import type { Carried } from "./run";
import { type Language, words } from "./words";

export interface About {
  /** Who carried it out, as they named themselves. */
  by: string;
  target: string;
  speed: number;
  commit: string;
}

const width = 900;
const rowHeight = 26;

export function reportPage(carried: Carried, about: About, passed: boolean, language: Language): string {
  const say = words[language];
  const { drill, pair, log, verdict, controls, incidents } = carried;
  const time = (at: number) => new Date(at).toISOString().replace("T", " ").slice(0, 19);
  const since = (at: number) => `${((at - log.faultAt) / 1000).toFixed(1)} s`;
  const rows = verdict.checks.map(
    ({ name, found, wanted, ok }) =>
      `<tr class="${ok ? "ok" : "bad"}"><td>${escaped(say.check(name))}</td><td>${escaped(found)}</td><td>${escaped(wanted)}</td><td>${ok ? "✓" : "✗"}</td></tr>`,
  );
  const marks = incidents.flatMap(({ place, kind, marks }) =>
    marks.map(
      (mark) =>
        `<tr><td>${since(mark.at)}</td><td>${escaped(say.mark(mark.kind))}</td><td>${escaped(mark.region ?? "")}</td><td>${escaped(`${kind}, ${place}`)}</td></tr>`,
    ),
  );
  return `<!doctype html>
<html lang="${language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escaped(`${drill.name}: ${passed ? say.passed : say.failed}`)}</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff }
table { border-collapse: collapse; width: 100% } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ccc; vertical-align: top }
.verdict { font-size: 1.3rem; font-weight: 600 } .ok td:last-child, .passed { color: #176417 } .bad td, .failed { color: #a01313 }
svg { width: 100%; height: auto } dt { font-weight: 600 } dd { margin: 0 0 .5rem }
@media print { body { margin: 0; max-width: none } }
</style>
<h1>${escaped(say.title)}: ${escaped(drill.name)}</h1>
<p class="verdict ${passed ? "passed" : "failed"}">${escaped(passed ? say.passed : say.failed)}${drill.mustFail ? ` ${escaped(say.mustFail)}` : ""}</p>
<p>${escaped(say.hypothesis)}: ${escaped(drill.hypothesis)}</p>
<p><strong>${escaped(say.twinOnly)}</strong></p>
<dl>
<dt>${escaped(say.jurisdiction)}</dt><dd>${escaped(`${pair.jurisdiction}: ${pair.primary}, ${pair.standby}`)}</dd>
<dt>${escaped(say.by)}</dt><dd>${escaped(about.by)}</dd>
<dt>${escaped(say.when)}</dt><dd>${time(log.faultAt)} – ${time(log.endedAt)} UTC (× ${about.speed})</dd>
<dt>${escaped(say.program)}</dt><dd>${escaped(about.commit)}</dd>
</dl>
<h2>${escaped(say.checks)}</h2>
<table><thead><tr><th></th><th>${escaped(say.found)}</th><th>${escaped(say.wanted)}</th><th></th></tr></thead><tbody>
${rows.join("\n")}
</tbody></table>
<p>${escaped(say.unknown(verdict.measured.unknownWrites))}</p>
<h2>${escaped(say.course)}</h2>
${chart(carried, say.chart)}
<table><thead><tr><th>${escaped(say.after)}</th><th></th><th>${escaped(say.region)}</th><th>${escaped(say.fault)}</th></tr></thead><tbody>
${marks.join("\n")}
</tbody></table>
<h2>${escaped(say.controls)}</h2>
<ul>${controls.map(({ name, ok }) => `<li>${ok ? "✓" : "✗"} ${escaped(say.check(name))}</li>`).join("")}</ul>
<p>${escaped(say.verify)} <code>sha256sum -c SHA256SUMS</code></p>
</html>
`;
}

/** A line a client: each turn is a tick, of what served it; the fault is a bar behind them. */
function chart({ log, pair }: Carried, title: string): string {
  const clients = clientsOf(log.ticks);
  const from = Math.min(log.faultAt, ...log.ticks.map(({ began }) => began));
  const left = 220;
  const x = (at: number) => left + ((at - from) / (log.endedAt - from)) * (width - left - 10);
  const height = clients.length * rowHeight + 30;
  const bar = `<rect x="${x(log.faultAt).toFixed(1)}" y="0" width="${(x(log.clearedAt) - x(log.faultAt)).toFixed(1)}" height="${height - 30}" fill="#f3d9d9"/>`;
  const lines = clients.map(([client, ticks], row) => {
    const y = row * rowHeight + 5;
    const marks = ticks.map(({ ended, ok, region }) => {
      const color = !ok ? "#a01313" : region === pair.primary ? "#2b6cb0" : "#b7791f";
      return `<rect x="${x(ended).toFixed(1)}" y="${y}" width="2" height="16" fill="${color}"/>`;
    });
    return `<text x="0" y="${y + 13}" font-size="13">${escaped(client)}</text>${marks.join("")}`;
  });
  const legend = [
    ["#2b6cb0", pair.primary],
    ["#b7791f", pair.standby],
    ["#a01313", "✗"],
  ].map(
    ([color, text], index) =>
      `<rect x="${left + index * 150}" y="${height - 18}" width="10" height="10" fill="${color}"/><text x="${left + 16 + index * 150}" y="${height - 9}" font-size="12">${escaped(text!)}</text>`,
  );
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(title)}">${bar}${lines.join("")}${legend.join("")}</svg>`;
}
