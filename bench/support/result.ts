/** One figure of a benchmark. `met` is whether its goal is reached; both are absent where there is no goal. */
export interface Row {
  name: string;
  value: number;
  unit: string;
  goal?: string;
  met?: boolean;
}

export interface BenchResult {
  title: string;
  rows: Row[];
}

export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export const round = (value: number, digits = 1) => Number(value.toFixed(digits));
