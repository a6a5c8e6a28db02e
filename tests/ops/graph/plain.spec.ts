import assert from "node:assert/strict";
import { plainResources } from "../../../ops/graph/plain";
import { resource, stackOf, stacks } from "./stacks";

describe("resources for reading", () => {
  it("are types, names and inputs, archives shortened, secrets left out", () => {
    const [, ca] = stacks();
    assert.ok(ca);
    const found = plainResources(ca, ["do-not-show-this"]);
    assert.deepEqual(
      found.map(({ type, name }) => `${type} ${name}`),
      ca.resources.map(({ type, name }) => `${type} ${name}`),
    );
    assert.deepEqual(
      found.find(({ type }) => type === "aws:lambda/function:Function"),
      {
        type: "aws:lambda/function:Function",
        name: "lookup",
        inputs: {
          code: { "index.js": "[19 bytes, sha256 30545e08d4c6]" },
          role: "role-ca-id",
          environment: { variables: { HASH_KEY: "[secret]", PLAIN: "shown" } },
        },
      },
    );
  });

  it("hide a secret wherever it is inside a text, and take no short word for one", () => {
    const inputs = { list: ["a secret-of-eight b", 8, null, true], code: null, nested: { code: "é" } };
    const [found] = plainResources(stackOf("ca", resource("ca", "aws:a/b:B", "c", inputs)), [
      "secret-o",
      "short-1",
      "",
    ]);
    assert.deepEqual(found?.inputs, {
      list: ["[secret]", 8, null, true],
      code: null,
      nested: { code: "[2 bytes, sha256 4a99557e4033]" },
    });
    const eight = resource("ca", "aws:a/b:B", "c", { text: "12345678", code: { file: 3 }, other: "short-1" });
    const [same] = plainResources(stackOf("ca", eight), ["12345678", "short-1"]);
    assert.deepEqual(same?.inputs, { text: "[secret]", code: { file: 3 }, other: "short-1" });
    assert.deepEqual(plainResources(stackOf("ca", eight))[0]?.inputs.text, "12345678");
    const odd = resource("ca", "aws:a/b:B", "c", { code: 3 });
    assert.deepEqual(plainResources(stackOf("ca", odd))[0]?.inputs, { code: 3 });
  });
});
