import assert from "node:assert/strict";
import { join } from "node:path";
import { evaluateStacks } from "../../graph";
import type { Resource, StackGraph } from "../../graph/graph";

const folder = join(__dirname, "../fixtures/evaluate-errors");
const urn = (type: string, name: string) => `urn:pulumi:options::fixture::${type}::${name}`;
const first = urn("fixture:infra:Box", "first");
const second = urn("fixture:infra:Box$fixture:infra:Box", "second");
const inside = urn("fixture:infra:Box$fixture:infra:Box$fixture:infra:Thing", "inside");

describe("what a program tells the engine beside inputs", function () {
  this.timeout(60_000);
  let graph: StackGraph;
  const resource = (name: string): Resource => graph.resources.find((resource) => resource.name === name)!;

  before(async () => {
    graph = (await evaluateStacks({ root: folder, stacks: ["options"] }))[0]!;
  });

  it("is recorded whole, resources by URN", () => {
    assert.deepEqual(resource("all").options, {
      parent: first,
      // What an input refers to is no news; of a component, what is inside is waited for.
      dependsOn: [inside],
      protect: false,
      retainOnDelete: true,
      ignoreChanges: ["a"],
      replaceOnChanges: ["b"],
      hideDiffs: ["c"],
      additionalSecretOutputs: ["d"],
      deleteBeforeReplace: false,
      deletedWith: second,
      replaceWith: [second],
      replacementTrigger: "e",
      aliases: [{ name: "earlier", parenturn: first }, { noparent: true }, "urn:pulumi:x::y::z::q"],
      customTimeouts: { create: "5m" },
      import: "thing-1",
      version: "1.2.3",
      pluginDownloadURL: "https://plugins.example.com",
    });
  });

  it("is nothing but what is set", () => {
    assert.deepEqual(Object.keys(resource("custom").options!), ["parent"]);
    assert.deepEqual(Object.keys(resource("first").options!), ["parent"]);
    assert.deepEqual(resource("second").options, { parent: first, protect: true });
  });

  it("tells what is read from what is made", () => {
    assert.deepEqual(resource("read").options, { parent: first, readId: "thing-2" });
  });

  it("keeps what a component says of itself apart from what AWS answers", () => {
    assert.deepEqual(resource("reporting").registered, { thing: resource("custom").id, key: "quiet" });
    assert.equal("thing" in resource("reporting").outputs, false);
    assert.equal(resource("first").registered, undefined);
  });

  it("says which inputs and outputs are secret", () => {
    assert.deepEqual(resource("custom").secretInputs, ["deep.0.key"]);
    assert.deepEqual(resource("custom").inputs, { deep: [{ key: "quiet" }], plain: 1 });
    assert.equal(resource("all").secretInputs, undefined);
    assert.deepEqual(graph.secretOutputs, ["hidden"]);
    assert.deepEqual(graph.outputs, { open: 1, hidden: { a: 1 } });
  });

  it("holds what it asks AWS about, with the plugin that answers", async () => {
    const [, ca] = await evaluateStacks({ root: join(__dirname, "../fixtures/evaluate"), stacks: ["global", "ca"] });
    const [zones, ...others] = ca!.calls!;
    assert.deepEqual(others, []);
    assert.equal(zones!.token, "aws:index/getAvailabilityZones:getAvailabilityZones");
    assert.deepEqual(zones!.inputs, { excludeZoneIds: ["cac1-az2"] });
    assert.match(zones!.options!.version!, /^\d+\.\d+\.\d+$/);
  });
});
