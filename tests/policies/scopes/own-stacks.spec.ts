import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { evaluateStacks } from "../../../graph";
import { stackFiles } from "../../../graph/project";
import { resourcesOf } from "../../../policies/check/graph";
import type { Properties, Resource } from "../../../policies/shared/resource";
import { isRecord, unknown } from "../../../policies/shared/values";
import { temporaryProject } from "../../support/stacks";
import { engineVerdict, type View } from "./views";

/** Text that only creation can tell → URN of what is created. */
type Answers = ReadonlyMap<string, string>;

const isLong = (text: unknown): text is string => typeof text === "string" && text.length > 7;

/** Whatever a resource's outputs have beside its inputs, and no two resources both. */
function answersOf(resources: readonly Resource[]): Answers {
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
function blank(resource: Resource, answers: Answers): View {
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

const standing = ({ outputs = {}, ...inputs }: Resource): View => ({
  inputs,
  state: { ...inputs, props: { ...outputs, ...inputs.props } },
});

describe("the own stacks, with the alarm endpoint of the README's first deployment", () => {
  const stacks = new Map<string, Resource[]>();
  before(async () => {
    const project = temporaryProject();
    try {
      for (const stack of stackFiles(project.root)) {
        appendFileSync(join(project.root, `Pulumi.${stack}.yaml`), "  alarmEndpoint: ops@example.com\n");
      }
      const resources = resourcesOf(await evaluateStacks({ root: project.root }));
      for (const [stack, own] of Map.groupBy(resources, ({ stack }) => stack)) {
        stacks.set(stack, own);
      }
    } finally {
      project.remove();
    }
  });

  it("tell somebody", () => {
    for (const [stack, resources] of stacks) {
      const mails = resources.filter(({ props }) => props.protocol === "email");
      assert.deepEqual(
        mails.map(({ props }) => props.endpoint),
        ["ops@example.com"],
        stack,
      );
    }
    assert.ok(stacks.size >= 5);
  });

  it("pass their first preview", () => {
    for (const [stack, resources] of stacks) {
      const answers = answersOf(resources);
      const views = resources.map((resource) => blank(resource, answers));
      assert.ok(views.some(({ inputs }) => JSON.stringify(inputs.props).includes(unknown)));
      assert.deepEqual(engineVerdict(views), [], stack);
    }
  });

  it("pass the update, and a preview of what stands", () => {
    for (const [stack, resources] of stacks) {
      assert.deepEqual(engineVerdict(resources.map(standing)), [], stack);
      assert.deepEqual(engineVerdict(resources.map(standing).reverse()), [], stack);
    }
  });
}).timeout(120_000);
