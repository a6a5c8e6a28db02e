/** How much the lookup takes on. */

/** Most organizations in one `POST /v1/homes`. */
export const maxBatch = 100;

/** Copies in memory: 200,000 organizations, asked for by one name each, take about 60 MB. */
export const maxCacheEntries = 200_000;
export const maxUnknownEntries = 20_000;

/** A replica of the own Region answers in milliseconds: with a cache entry to respond from, nobody waits for more than this. */
export const timeoutMs = 250;

/**
 * For each client address and each running copy of the function; asking for a batch of n costs n. An office behind one
 * address starts its apps within this. It makes trying out names slow; the web application firewall is the outer limit.
 */
export const rateLimit = { perSecond: 50, burst: 200, clients: 10_000 };
