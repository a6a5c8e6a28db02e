/**
 * IAM condition operators and policy variables, pure.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */

/** Condition key → its values in the request. A missing key is absent, as in AWS. */
export type ConditionContext = Readonly<Record<string, string | readonly string[]>>;

type Test = (wanted: string, found: string) => boolean;

const positive: Readonly<Record<string, Test>> = {
  StringEquals: (wanted, found) => wanted === found,
  StringEqualsIgnoreCase: (wanted, found) => wanted.toLowerCase() === found.toLowerCase(),
  StringLike: wildcard,
  ArnEquals: arnMatches,
  ArnLike: arnMatches,
  Bool: (wanted, found) => wanted.toLowerCase() === found.toLowerCase(),
};

const negative: Readonly<Record<string, Test>> = {
  StringNotEquals: (wanted, found) => wanted === found,
  StringNotEqualsIgnoreCase: (wanted, found) => wanted.toLowerCase() === found.toLowerCase(),
  StringNotLike: wildcard,
  ArnNotEquals: arnMatches,
  ArnNotLike: arnMatches,
};

/**
 * Whether every operator and every key of a Condition holds.
 * `undecided` is the response for what cannot be decided here: an unknown operator, an unresolved variable, a key that
 * is not in `knownKeys`, the keys whose absence means that the request has none. Without `knownKeys` all are known.
 */
export function conditionsMatch(
  condition: Record<string, Record<string, string | string[]>> | undefined,
  context: ConditionContext,
  undecided: boolean,
  knownKeys?: readonly string[],
): boolean {
  const isKnown = (key: string) =>
    valuesOf(key, context) !== undefined || (knownKeys?.some((name) => equalKeys(name, key)) ?? true);
  return Object.entries(condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) =>
      isKnown(key) ? holds(operator, key, [wanted].flat().map(String), context, undecided) : undecided,
    ),
  );
}

/** Fills in `${aws:…}` from the context; undefined where a variable has no value there and no default. */
export function resolveVariables(text: string, context: ConditionContext): string | undefined {
  let resolvable = true;
  const resolved = text.replace(/\$\{([^}]*)\}/g, (_, inner: string) => {
    // `${*}`, `${?}` and `${$}` stand for the characters themselves; a wildcard's backslash keeps them literal.
    if (["*", "?", "$"].includes(inner)) {
      return inner === "$" ? "$" : `\\${inner}`;
    }
    const [key, fallback] = inner.split(/\s*,\s*/);
    const values = valuesOf(key!.trim(), context);
    if (values?.length === 1) {
      return values[0]!;
    }
    if (fallback !== undefined) {
      return fallback.replace(/^'|'$/g, "");
    }
    resolvable = false;
    return "";
  });
  return resolvable ? resolved : undefined;
}

/** `*` any characters, `?` one. */
export function wildcard(pattern: string, text: string): boolean {
  const source = pattern.replace(/\\[*?]|[.*+?^${}()|[\]\\]/g, (found) => {
    if (found === "*") {
      return ".*";
    }
    if (found === "?") {
      return ".";
    }
    return found.length > 1 ? found : `\\${found}`;
  });
  return new RegExp(`^${source}$`, "s").test(text);
}

/** Segment by segment: a wildcard never reaches from the account into the Region. */
export function arnMatches(pattern: string, arn: string): boolean {
  if (pattern === "*") {
    return true;
  }
  const wanted = segments(pattern);
  const found = segments(arn);
  return wanted.length === found.length && wanted.every((segment, index) => wildcard(segment, found[index]!));
}

function segments(arn: string): string[] {
  const parts = arn.split(":");
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

function holds(
  operator: string,
  key: string,
  wanted: string[],
  context: ConditionContext,
  undecided: boolean,
): boolean {
  const [, quantifier, name, ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/.exec(operator) ?? [];
  const found = valuesOf(key, context);
  if (name === "Null") {
    return wanted.includes(String(found === undefined));
  }
  const test = positive[name ?? ""] ?? negative[name ?? ""];
  if (!test) {
    return undecided;
  }
  const isNegative = name! in negative;
  const resolved = wanted.map((value) => resolveVariables(value, context));
  if (resolved.includes(undefined)) {
    return undecided;
  }
  const matches = (value: string) => resolved.some((pattern) => test(pattern!, value)) !== isNegative;
  // An absent key satisfies ForAllValues, every negated operator and IfExists, and nothing else.
  if (found === undefined) {
    return quantifier === "ForAllValues" || (quantifier === undefined && isNegative) || ifExists !== undefined;
  }
  if (quantifier === "ForAllValues") {
    return found.every(matches);
  }
  if (quantifier === "ForAnyValue") {
    return found.some(matches);
  }
  // Several values without a quantifier are not decided by AWS's documentation.
  return found.length === 1 ? matches(found[0]!) : undecided;
}

/** Condition keys are not case-sensitive. */
function valuesOf(key: string, context: ConditionContext): string[] | undefined {
  const entry = Object.entries(context).find(([name]) => equalKeys(name, key));
  return entry && [entry[1]].flat().map(String);
}

const equalKeys = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
