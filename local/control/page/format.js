/** Numbers and names as people read them. */
import { h } from "./dom.js";

const counts = new Intl.NumberFormat("en");
export const count = (number) => counts.format(number);

/** `0.4 s`, `38 s`, `2 min 05 s` from milliseconds of the twin. */
export function duration(ms) {
  const seconds = ms / 1000;
  if (seconds < 10) {
    return `${seconds.toFixed(1)} s`;
  }
  if (seconds < 120) {
    return `${Math.round(seconds)} s`;
  }
  return `${Math.floor(seconds / 60)} min ${String(Math.round(seconds % 60)).padStart(2, "0")} s`;
}

/** How long something has been so: `12 s`, `3 min`, `2 h`. */
export function span(ms) {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) {
    return `${seconds} s`;
  }
  if (seconds < 7200) {
    return `${Math.floor(seconds / 60)} min`;
  }
  return `${Math.floor(seconds / 3600)} h`;
}

/** Milliseconds of one hop: `0.4`, `12`. */
export const milliseconds = (ms) => (ms < 10 ? ms.toFixed(1) : String(Math.round(ms)));

export const clockTime = (at) => new Date(at).toLocaleTimeString("en-GB");

/** A jurisdiction's code in its colour; `–` for places that are in none. */
export function badge(code, index) {
  if (!code) {
    return h("span", { class: "badge none", title: "in no Region" }, "–");
  }
  return h("span", { class: "badge", style: `--j: var(--j${index % 4})` }, code);
}
