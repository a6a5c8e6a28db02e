/** One resource as rules see it: plain data, wherever it comes from (engine, `npm run policy`, test). */
export interface Resource {
  /** Pulumi type token: `aws:dynamodb/table:Table`. */
  readonly type: string;
  /** Logical name. */
  readonly name: string;
  readonly urn: string;
  readonly stack: string;
  /** Inputs. Unknown values are the engine's own marks (values.ts). */
  readonly props: Properties;
  /** Absent for components, which hold nothing themselves: their children are looked at. */
  readonly provider?: Provider | undefined;
  /** What AWS answered, as far as it is known: id, arn, name. */
  readonly outputs?: Properties | undefined;
  /** Property → URNs of the resources that its value is made from. */
  readonly dependencies?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly protect?: boolean | undefined;
  readonly ignoreChanges?: readonly string[] | undefined;
  /** `infra/region/dns.ts:31`, where it is known. */
  readonly source?: string | undefined;
}

export interface Provider {
  readonly type: string;
  readonly name: string;
  readonly props: Properties;
}

export type Properties = Readonly<Record<string, unknown>>;

const urnPattern = /^urn:pulumi:([^:]+)::/;

/** The stack that a URN names: https://www.pulumi.com/docs/iac/concepts/resources/names/#urns */
export function stackOfUrn(urn: string): string {
  return urnPattern.exec(urn)?.[1] ?? "";
}

/** `aws:dynamodb/table:Table` → `dynamodb`. */
export function serviceOf(type: string): string {
  return /^aws:([^/:]+)/.exec(type)?.[1] ?? "";
}

/** `aws:dynamodb/table:Table` → `dynamodb table`, as messages say it. */
export function nounOf(type: string): string {
  const short = type.split(":").pop() ?? type;
  const words = short.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return `${serviceOf(type)} ${words}`.trim();
}

/** The end tells inputs and answers in one: which are inputs was told when the resource came. */
export function told(state: Resource, earlier: Resource | undefined): Resource {
  if (!earlier) {
    return state;
  }
  const props = Object.fromEntries(
    Object.entries(earlier.props).map(([key, value]) => [key, state.props[key] ?? value]),
  );
  return { ...state, props, outputs: state.props };
}
