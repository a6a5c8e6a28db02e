/** What is wrong with one place of a body. */
export interface BodyIssue {
  /** JSON pointer (RFC 6901) into the body. */
  pointer: string;
  detail: string;
}

/** Nobody reads more of them. */
export const maxIssues = 20;

/** One step further into a body: `/preferences` and `a/b` are `/preferences/a~1b`. */
export function pointer(parent: string, name: string | number, longestName = 64): string {
  return `${parent}/${String(name).slice(0, longestName).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
