/** Kinds of fault as the control API lists them, in the page's words. */

/** `Service errors`, `Availability zone down`. */
export const nameOf = (kind) => sentence(kind.replaceAll("-", " ").replace("ttl", "TTL"));

export const sentence = (text) => `${text[0].toUpperCase()}${text.slice(1)}`;

/** What a Region is while a fault is on: `slow`, `service errors`. */
export function stateWord({ kind }, kinds) {
  return rowOf(kinds, kind)?.words?.state ?? kind.replaceAll("-", " ");
}

/** What happened, for an incident: `ca-central-1 (Montreal) lost power`, `Service errors: dynamodb in ca-central-1`. */
export function headingOf({ kind, place }, kinds, region) {
  const began = rowOf(kinds, kind)?.words?.began;
  return began ? `${region} ${began}` : `${nameOf(kind)}: ${place}`;
}

/** Kinds that are one click, at each Region. */
export const quickKinds = (kinds) => kinds.filter(({ words, scope }) => words && scope === "region");

export const isQuick = ({ kind }, kinds) => quickKinds(kinds).some((quick) => quick.kind === kind);

const rowOf = (kinds, kind) => kinds.find((row) => row.kind === kind);
