/** Reads the fields of a body or query and reports all their issues at once. */
import { closest } from "./closest";
import { type InputIssue, Refusal } from "./problems";

interface Field<T> {
  allowed: string;
  /** Undefined: not allowed. */
  read(value: unknown): T | undefined;
  fallback?: T;
}

type Shape = Record<string, Field<any>>;
type Values<S extends Shape> = { [K in keyof S]: S[K] extends Field<infer T> ? T : never };

/** Values of `input` by `shape`. Throws a Refusal (400) with every absent, wrong and unknown field. */
export function readInput<S extends Shape>(input: unknown, shape: S): Values<S> {
  const given = readObject(input, ` with ${Object.keys(shape).join(", ")}`);
  const issues: InputIssue[] = [];
  const values: Record<string, unknown> = {};
  for (const [field, { allowed, read, fallback }] of Object.entries(shape)) {
    const found = given[field];
    values[field] = found === undefined ? fallback : read(found);
    if (values[field] === undefined) {
      issues.push({ field, found: found ?? null, allowed });
    }
  }
  for (const [field, found] of Object.entries(given)) {
    if (!(field in shape)) {
      issues.push({ field, found, allowed: `unknown field; valid fields: ${Object.keys(shape).join(", ")}` });
    }
  }
  if (issues.length) {
    throw refusal(issues);
  }
  return values as Values<S>;
}

/** Throws a Refusal (400) for what is not an object. */
export function readObject(input: unknown, of = ""): Record<string, unknown> {
  const given = input ?? {};
  if (typeof given === "object" && !Array.isArray(given)) {
    return given as Record<string, unknown>;
  }
  throw refusal([{ field: "body", found: given, allowed: `an object${of}` }]);
}

function refusal(issues: InputIssue[]): Refusal {
  const lines = issues.map(({ field, found, allowed }) => `${field}: found ${JSON.stringify(found)}; ${allowed}`);
  return new Refusal(400, "invalid-input", lines.join("\n"), issues);
}

/** A text that is not empty and at most `longest` characters. */
export const text = (allowed: string, longest = 253): Field<string> => ({
  allowed,
  read: (value) =>
    typeof value === "string" && value.trim() !== "" && value.length <= longest ? value.trim() : undefined,
});

/** One of a list, whatever the case; the fault suggests the nearest. */
export const oneOf = (what: string, names: readonly string[]): Field<string> => ({
  allowed: `allowed ${what}: ${names.join(", ")}`,
  read: (value) =>
    typeof value === "string" ? names.find((name) => name.toLowerCase() === value.toLowerCase()) : undefined,
});

/** A whole number in a range; texts of digits count, as queries have no numbers. */
export const whole = (least: number, most: number, fallback?: number): Field<number> => ({
  allowed: `a whole number from ${least} to ${most}`,
  read: (value) => {
    const number = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
    return typeof number === "number" && Number.isInteger(number) && number >= least && number <= most
      ? number
      : undefined;
  },
  ...(fallback === undefined ? {} : { fallback }),
});

export const flag = (fallback?: boolean): Field<boolean> => ({
  allowed: "true or false",
  read: (value) => (typeof value === "boolean" ? value : undefined),
  ...(fallback === undefined ? {} : { fallback }),
});

/** A field that may be left out; null stands for that. */
export const optional = <T>(field: Field<T>): Field<T | null> => ({ ...field, fallback: null });

/** ` Did you mean "Toronto"?`, or nothing where no name is near. */
export function suggestion(found: string, names: readonly string[]): string {
  const near = closest(found, names);
  return near.length ? ` Did you mean ${near.map((name) => `"${name}"`).join(" or ")}?` : "";
}
