/** Nobody waits for it, and a read is of a megabyte. */
export const scanTimeoutMs = 10_000;
