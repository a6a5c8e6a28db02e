/** The copy of the registry that each Region keeps as a file, for functions that have never read it while no replica answers. */

/** How often it is made anew. What is told of an organization by it is at most this much older than a replica's. */
export const snapshotMinutes = 15;
/** The file's name in its bucket. */
export const snapshotFile = "registry";
