import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Graph } from "../../graph/graph";
import { serviceModules } from "../../local/services";
import { unsupportedTypes } from "../../local/unsupported";
import { evaluatedStacks, projectRoot } from "../support/stacks";
import { graphOf, resource } from "../support/twin-context";

/** What the services' own code asks the graph for: the twin stands in for these, whatever its list says. */
function typesThatServicesRead(): Set<string> {
  const files = globSync("local/**/*.ts", { cwd: projectRoot }).filter((file) => !file.endsWith("/module.ts"));
  const text = files.map((file) => readFileSync(join(projectRoot, file), "utf8")).join("\n");
  const whole = [...text.matchAll(/"(aws:\w+\/\w+:\w+)"/g)].map(([, type]) => type!);
  const parts = [...text.matchAll(/"(\w+:[A-Z]\w+)"/g)].map(([, part]) => `aws:apigateway/${part}`);
  return new Set([...whole, ...parts]);
}

/** Pulumi's own steps: they wait for what the twin has from the start. */
const nothingToDo = ["aws:acm/certificateValidation:CertificateValidation", "aws:apigateway/deployment:Deployment"];

describe("what the twin does not stand in for", function () {
  this.timeout(120_000);
  it("is every declared type that no service reads, and none that one does", async () => {
    const graph = new Graph(await evaluatedStacks());
    const read = typesThatServicesRead();
    const declared = new Set(
      graph.resources.map(({ type }) => type).filter((type) => !type.startsWith("home-region:")),
    );
    const listed = unsupportedTypes(graph, serviceModules).map(({ type }) => type);
    const wanted = [...declared].filter((type) => !read.has(type) && !nothingToDo.includes(type));
    // Read for what it names, though nothing is done for it.
    const partly = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
    assert.deepEqual(listed, [...wanted, partly].sort());
  });

  it("is counted, in order, with what it means; a type that nobody has thought of is declared only", () => {
    const graph = graphOf(
      resource("aws:sns/topic:Topic", "a"),
      resource("aws:x/y:Y", "a"),
      resource("aws:sns/topic:Topic", "b", {}, { stack: "us" }),
      resource("aws:dynamodb/table:Table", "t"),
      resource("home-region:infra:Registry", "r"),
    );
    assert.deepEqual(unsupportedTypes(graph, serviceModules), [
      {
        type: "aws:sns/topic:Topic",
        count: 2,
        meaning: "declared; nothing is published to it: an alarm that rings is on the timeline",
      },
      { type: "aws:x/y:Y", count: 1, meaning: "declared only: nothing here does what it would do" },
    ]);
  });
});
