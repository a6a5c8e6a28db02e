import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { graph } from "../../../ops/graph";
import { mermaid } from "../../../ops/graph/mermaid";
import { projectRoot } from "../../support/stacks";
import { approved, resource, stackOf, stacks } from "./stacks";

describe("the graph of stacks", () => {
  it("is a Mermaid flowchart with a box for each service and every arrow once", () => {
    const text = mermaid(stacks());
    approved("all.mmd", text);
    assert.equal(text.split(/^\s*subgraph /m).length, text.split(/^\s*end$/m).length);
    const arrows = text.match(/.*-->.*/g) ?? [];
    assert.equal(new Set(arrows).size, arrows.length);
  });

  it("is a Mermaid flowchart of one stack without a box around it", () => {
    approved("ca.mmd", mermaid(stacks().slice(1, 2)));
    assert.equal(mermaid([stackOf("ca")]), "flowchart LR\n");
  });

  it("is a Mermaid flowchart without an arrow from a kind to itself", () => {
    const path = resource("ca", "aws:apigateway/resource:Resource", "path");
    const below = resource("ca", "aws:apigateway/resource:Resource", "below", { parentId: path.id });
    assert.doesNotMatch(mermaid([stackOf("ca", path, below)]), /-->/);
  });

  it("refuses a stack that does not exist and says which do, before it evaluates any", async () => {
    await assert.rejects(graph("mars", "json"), /no stack "mars"; allowed: ca, ca-west, global, us, us-west, all; fix/);
  });

  it("lists the stacks where none is named, and evaluates nothing", () => {
    const { status, stdout } = spawnSync(process.execPath, ["-r", "ts-node/register", "ops/graph.ts"], {
      ...{ cwd: projectRoot, encoding: "utf8" },
    });
    assert.deepEqual([status, stdout], [0, "ca\nca-west\nglobal\nus\nus-west\nall\n"]);
  });
});
