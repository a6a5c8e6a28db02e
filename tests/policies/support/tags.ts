/** Tags of the corpus's programs. */
export const tags = { "data-class": "personal", jurisdiction: "CA" };
export const metrics = { "data-class": "operational", jurisdiction: "any" };
export const lookups = { "data-class": "routing", jurisdiction: "any" };
