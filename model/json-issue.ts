/** What is wrong with one place of a JSON text. */
export interface JsonIssue {
  /** JSON pointer (RFC 6901) into it. */
  pointer: string;
  detail: string;
}

/** Nobody reads more of them. */
export const maxIssues = 20;

/** One step further in: `/preferences` and `a/b` are `/preferences/a~1b`. */
export function pointer(parent: string, name: string | number, longestName = 64): string {
  return `${parent}/${String(name).slice(0, longestName).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
