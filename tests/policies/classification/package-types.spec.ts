import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { packageTypes } from "../../../policies/classification/package-types";

const token = "aws:sns/thing:Thing";
const code = (type: string) =>
  `class Thing {}\nexports.Thing = Thing;\n/** @internal */\nThing.__pulumiType = '${type}';\n`;
const args = (...lines: string[]) =>
  ["export declare class Thing {", "    readonly arn: string;", "}", "export interface ThingArgs {", ...lines, "}"]
    .map((line) => `${line}\n`)
    .join("");
const thing = (...lines: string[]) => ({ "sns/thing.js": code(token), "sns/thing.d.ts": args(...lines) });

describe("the types of a package", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "package-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** The types of a package of these files. `input`: its types/input.d.ts. */
  function typesOf(files: Record<string, string>, input = "") {
    for (const [file, text] of Object.entries({ ...files, "types/input.d.ts": input })) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    return packageTypes(folder);
  }
  const inputsOf = (lines: string[], input?: string) => typesOf(thing(...lines), input).get(token)!.inputs;

  it("are those of its services, and neither their functions nor the provider", () => {
    const types = typesOf({
      ...thing("    region?: pulumi.Input<string>;"),
      "sns/getThing.js": "exports.getThing = getThing;\n",
      "sqs/queue.js": code("aws:sqs/queue:Queue"),
      "sqs/queue.d.ts": args("    tags?: pulumi.Input<{", "        [key: string]: pulumi.Input<string>;", "    }>;"),
      "iam/empty.js": code("aws:iam/empty:Empty"),
      "iam/empty.d.ts": args(),
      "provider.js": code("aws"),
      "provider.d.ts": args(),
    });
    assert.deepEqual(Object.fromEntries(types), {
      [token]: { regional: true, taggable: false, inputs: ["region"] },
      "aws:sqs/queue:Queue": { regional: false, taggable: true, inputs: ["tags.*"] },
      "aws:iam/empty:Empty": { regional: false, taggable: false, inputs: [] },
    });
  });

  it("have the properties that can be set, and not what the documentation shows", () => {
    const lines = [
      "    /**",
      "     * Where to, as in",
      "     *     region: us-east-1",
      "     */",
      "    targetArn: pulumi.Input<string>;",
      "    topic?: pulumi.Input<string | Topic>;",
    ];
    assert.deepEqual(inputsOf(lines), ["targetArn", "topic"]);
  });

  it("have nested properties, through lists and namespaces", () => {
    const lines = [
      "    rules?: pulumi.Input<pulumi.Input<inputs.sns.ThingRule>[]>;",
      "    arns: pulumi.Input<string>[];",
    ];
    const input = `
      import * as inputs from "../types/input";
      export interface Top { value: string }
      export declare namespace sns {
        interface ThingRule {
          /** Where to. */
          destination?: pulumi.Input<inputs.sns.deep.Destination>;
          labels?: pulumi.Input<{
            [key: string]: pulumi.Input<string>;
          }>;
          top: pulumi.Input<inputs.Top>;
        }
        namespace deep {
          interface Destination { bucket: pulumi.Input<string> }
        }
      }`;
    assert.deepEqual(inputsOf(lines, input), [
      "rules[*].destination.bucket",
      "rules[*].labels.*",
      "rules[*].top.value",
      "arns[*]",
    ]);
  });

  it("have the properties of every depth, and what holds itself once", () => {
    const depth = 12;
    const input = Array.from({ length: depth }, (_, level) => {
      const next = level + 1 < depth ? `inputs.sns.Level${level + 1}` : "string";
      return `interface Level${level} { to: pulumi.Input<${next}>; again?: pulumi.Input<inputs.sns.Level0>[] }`;
    }).join("\n");
    const inputs = inputsOf(["    a: pulumi.Input<inputs.sns.Level0>;"], `export declare namespace sns {\n${input}\n}`);
    assert.ok(inputs.includes(`a${".to".repeat(depth)}`));
    assert.deepEqual(
      inputs.filter((path) => path.includes("again")),
      Array.from({ length: depth }, (_, level) => `a${".to".repeat(level)}.again[*]`).reverse(),
    );
  });

  it("take a shape again beside itself", () => {
    const lines = ["    from: pulumi.Input<inputs.sns.Place>;", "    to: pulumi.Input<inputs.sns.Place>;"];
    const input = "export declare namespace sns { interface Place { url: pulumi.Input<string> } }";
    assert.deepEqual(inputsOf(lines, input), ["from.url", "to.url"]);
  });

  it("refuses a type whose arguments it cannot find", () => {
    const files = { "sns/thing.js": code(token), "sns/thing.d.ts": "export type ThingArgs = Settings;\n" };
    assert.throws(() => typesOf(files), /sns.thing\.d\.ts: no arguments found; look for them as it declares them$/);
  });

  it("refuses a type with a property of a shape that it cannot find", () => {
    assert.throws(() => inputsOf(["    to: pulumi.Input<inputs.sns.Place>;"]), /inputs\.sns\.Place/);
  });
});
