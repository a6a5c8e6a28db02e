/** What a program was seen to declare, as the engine shows it: before anything stands, and once all of it does. */
import type { Properties, Resource } from "../../../policies/shared/resource";
import { isRecord, unknown } from "../../../policies/shared/values";
import type { View } from "./views";

/** Text that only creation can tell → URN of what is created. */
export type Answers = ReadonlyMap<string, string>;

const isLong = (text: unknown): text is string => typeof text === "string" && text.length > 7;

/** Whatever a resource's outputs have beside its inputs, and no two resources both. */
export function answersOf(resources: readonly Resource[]): Answers {
  const answers = new Map<string, string>();
  for (const { urn, props, outputs = {} } of resources) {
    const given = new Set(Object.values(props));
    for (const [key, value] of Object.entries(outputs)) {
      if (isLong(value) && !/region$/i.test(key) && !given.has(value) && !answers.has(value)) {
        answers.set(value, urn);
      }
    }
  }
  return answers;
}

/** As the program says it while nothing stands: whatever is made of an answer is unknown. */
export function blank(resource: Resource, answers: Answers): View {
  const { outputs = {}, ...declared } = resource;
  const dependencies: Record<string, string[]> = {};
  const hide = (value: unknown, property: string): unknown => {
    if (typeof value === "string") {
      const sources = [...answers].filter(([answer, urn]) => urn !== resource.urn && value.includes(answer));
      dependencies[property] = [...(dependencies[property] ?? []), ...sources.map(([, urn]) => urn)];
      return sources.length > 0 ? unknown : value;
    }
    if (Array.isArray(value)) {
      return value.map((entry) => hide(entry, property));
    }
    return isRecord(value)
      ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, hide(entry, property)]))
      : value;
  };
  const props: Properties = Object.fromEntries(
    Object.entries(resource.props).map(([property, value]) => [property, hide(value, property)]),
  );
  const planned = Object.fromEntries(
    Object.entries(outputs).map(([key, value]) => [key, isLong(value) && key !== "region" ? unknown : value]),
  );
  const inputs = { ...declared, props };
  return { inputs, state: { ...inputs, props: { ...planned, ...props }, dependencies } };
}

export const standing = ({ outputs = {}, ...inputs }: Resource): View => ({
  inputs,
  state: { ...inputs, props: { ...outputs, ...inputs.props } },
});
