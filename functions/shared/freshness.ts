/** How old a response may be, in seconds. The one place for these numbers; clients get the first two in every response. */

/** A client may use a response this long without asking again. */
export const ttlSeconds = 300;
/** A client, and the lookup itself, may use a response this long while nobody answers. */
export const staleIfErrorSeconds = 86_400;
/** The lookup keeps what it read this long: a change is seen everywhere within this and `ttlSeconds`. */
export const registryCacheSeconds = 30;
/** An organization that did not exist may exist soon: shorter, and never used while the table does not answer. */
export const unknownCacheSeconds = 10;
/** Identity rows change when a Region is rebuilt. */
export const identityCacheSeconds = 300;
/** A data request must notice a move, so it knows an organization's home from no longer ago than this. */
export const homeCheckSeconds = 5;
/** An operator's order to evacuate a Region is heard within this. */
export const evacuationSeconds = 5;
/** When to try again where nothing can be said. */
export const retryAfterSeconds = 5;
/** When to ask again for a request that is still running. */
export const runningRetrySeconds = 1;
/** After a failed read nobody waits for the same table again for this long. */
export const tableBackoffSeconds = 1;
/** A pool's keys in memory are asked for again after this, so that a withdrawn key does not stay accepted. */
export const signingKeysCacheSeconds = 3600;
/** Between two questions to a pool: unknown key ids are free to make up, and a pool that is gone costs its time-out. */
export const poolBackoffSeconds = 10;
/** How long a browser keeps what it may send to the regional API, and to the lookup, whose routes change less. */
export const preflightSeconds = 600;
export const lookupPreflightSeconds = 86_400;
