/**
 * Which requests a statement is about: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-list.html
 * A statement of a kind that is not here is about none, and `unsupported` names it.
 */
import { isWithin } from "../../../model/checker-ranges";
import type { WafRequest } from "../types";

export type Declared = Record<string, any>;
export type Matches = (request: WafRequest) => boolean;

export interface Compiling {
  /** ARN of an IP set → its blocks. */
  ipSet(arn: string): readonly string[];
  unsupported(kind: string): void;
}

type Compile = (statement: Declared, compiling: Compiling) => Matches;

const kinds: Readonly<Record<string, Compile>> = {
  andStatement: ({ statements }, compiling) => {
    const all = statements.map((inner: Declared) => matcher(inner, compiling));
    return (request) => all.every((matches: Matches) => matches(request));
  },
  orStatement: ({ statements }, compiling) => {
    const all = statements.map((inner: Declared) => matcher(inner, compiling));
    return (request) => all.some((matches: Matches) => matches(request));
  },
  notStatement: ({ statement }, compiling) => {
    const matches = matcher(statement, compiling);
    return (request) => !matches(request);
  },
  ipSetReferenceStatement: ({ arn }, { ipSet }) => {
    const ranges = ipSet(arn);
    return ({ ip }) => isWithin(ranges, ip);
  },
  regexMatchStatement: ({ regexString, fieldToMatch, textTransformations }, compiling) => {
    const pattern = new RegExp(regexString);
    const values = valuesOf(fieldToMatch, textTransformations, compiling);
    return (request) => values(request).some((value) => pattern.test(value));
  },
  byteMatchStatement: ({ searchString, positionalConstraint, fieldToMatch, textTransformations }, compiling) => {
    const holds = constraints[positionalConstraint];
    if (!holds) {
      return none(`byteMatchStatement ${positionalConstraint}`, compiling);
    }
    const values = valuesOf(fieldToMatch, textTransformations, compiling);
    return (request) => values(request).some((value) => holds(value, searchString));
  },
};

const constraints: Readonly<Record<string, (value: string, searched: string) => boolean>> = {
  CONTAINS: (value, searched) => value.includes(searched),
  ENDS_WITH: (value, searched) => value.endsWith(searched),
  EXACTLY: (value, searched) => value === searched,
  STARTS_WITH: (value, searched) => value.startsWith(searched),
};

/** A statement as it is declared: an object with one key, its kind. */
export function matcher(statement: Declared, compiling: Compiling): Matches {
  const [[kind = "", content] = []] = Object.entries(statement).filter(([, value]) => value !== undefined);
  const compile = kinds[kind];
  return compile ? compile(content, compiling) : none(kind, compiling);
}

function none(kind: string, { unsupported }: Compiling): Matches {
  unsupported(kind);
  return () => false;
}

function valuesOf(
  field: Declared,
  transformations: Declared[],
  compiling: Compiling,
): (request: WafRequest) => string[] {
  const unknown = transformations.map(({ type }) => type).filter((type) => !Object.hasOwn(transforms, type));
  const header: string | undefined = field.singleHeader?.name?.toLowerCase();
  if (unknown.length > 0 || (header === undefined && !field.uriPath && !field.method)) {
    compiling.unsupported(unknown[0] ?? `fieldToMatch ${Object.keys(field)}`);
    return () => [];
  }
  const steps = transformations.toSorted((a, b) => a.priority - b.priority).map(({ type }) => transforms[type]!);
  const transformed = (value: string) => steps.reduce((text, step) => step(text), value);
  return ({ path, method, headers }) =>
    (header === undefined ? [field.uriPath ? path : method] : (headers.get(header) ?? [])).map(transformed);
}

/** https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-transformation.html */
const transforms: Readonly<Record<string, (text: string) => string>> = {
  LOWERCASE: (text) => text.toLowerCase(),
  NONE: (text) => text,
  URL_DECODE: (text) =>
    text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))),
};
