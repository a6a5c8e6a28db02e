/**
 * Runs `work` over `items`, at most `limit` at a time, and stops taking new ones when `signal` aborts or one fails.
 * Resolves to how many were finished; what is in flight is always waited for.
 */
export async function forEachBounded<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
  signal?: AbortSignal,
): Promise<number> {
  const source = items[Symbol.iterator]();
  let finished = 0;
  let failed = false;
  const worker = async () => {
    while (!failed && !signal?.aborted) {
      const next = source.next();
      if (next.done) {
        return;
      }
      try {
        await work(next.value);
        finished++;
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const results = await Promise.allSettled(Array.from({ length: limit }, worker));
  const rejected = results.find((result) => result.status === "rejected");
  if (rejected) {
    throw rejected.reason;
  }
  return finished;
}
