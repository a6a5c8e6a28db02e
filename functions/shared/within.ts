/** What `work` resolves to within `ms`, else `instead`. Work that is late goes on; if it fails then, nobody is left to tell. */
export async function within<T>(ms: number, work: Promise<T>, instead: T): Promise<T> {
  work.catch(() => {});
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, ms, instead);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
