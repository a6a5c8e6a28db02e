/** Calls `late` after `ms`, unless what it returns is called before. */
export type Timer = (ms: number, late: () => void) => () => void;

export const realTimer: Timer = (ms, late) => {
  const timer = setTimeout(late, ms);
  return () => clearTimeout(timer);
};

/** What `work` resolves to within `ms`, else `instead`. Work that is late goes on; if it fails then, nobody is left to tell. */
export async function withTimeout<T>(ms: number, work: Promise<T>, instead: T, timer = realTimer): Promise<T> {
  let cancel = () => {};
  const late = new Promise<T>((resolve) => {
    cancel = timer(ms, () => resolve(instead));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    cancel();
  }
}
