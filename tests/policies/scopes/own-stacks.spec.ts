import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { evaluateStacks } from "../../../graph";
import { stackFiles } from "../../../graph/project";
import { resourcesOf } from "../../../policies/check/graph";
import type { Resource } from "../../../policies/shared/resource";
import { unknown } from "../../../policies/shared/values";
import { temporaryProject } from "../../support/stacks";
import { answersOf, blank, standing } from "./recorded";
import { engineVerdict } from "./views";

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
