/** Looks until it is so, for what real sockets take. The limit is a way out, so that nothing goes on for ever, and beyond mocha's. */
export async function eventually(what: () => boolean): Promise<void> {
  for (const end = Date.now() + 120_000; !what(); ) {
    if (Date.now() > end) {
      throw new Error(`never: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
