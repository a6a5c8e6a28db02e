/** Names near to what somebody typed. */

/** At most `limit` of `names`: those that contain `found`, else those within two typing mistakes, nearest first. */
export function closest(found: string, names: readonly string[], limit = 3): string[] {
  const wanted = found.toLowerCase();
  const parts = names.filter((name) => wanted.length > 1 && name.toLowerCase().includes(wanted));
  if (parts.length) {
    return parts.slice(0, limit);
  }
  return names
    .map((name) => ({ name, far: distance(wanted, name.toLowerCase()) }))
    .filter(({ far }) => far <= 2)
    .sort((a, b) => a.far - b.far)
    .slice(0, limit)
    .map(({ name }) => name);
}

/** Levenshtein distance: insertions, deletions and replacements. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replace = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replace, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
