import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { residency } from "../../policies/residency/rules";
import { evaluate } from "../../policies/shared/evaluate";
import { answersOf, blank, standing } from "./scopes/recorded";
import { engineVerdict } from "./scopes/views";
import { further, required } from "./support/paths";
import { record } from "./support/record";
import { topology } from "./support/scene";
import { type Way, ways } from "./support/way";

const folder = join(__dirname, "corpus");
const files = readdirSync(folder).map((file) => file.replace(/\.ts$/, ""));

interface Program {
  readonly program: (way: Way) => unknown;
  /** Ways besides abroad on which nothing is wrong. @default home and free */
  readonly accepts?: readonly string[];
  /** Stack of the violation. @default ca */
  readonly stack?: string;
}

const load = (file: string): Program => require(join(folder, file));

/** Names of the rules that a program breaks on a way: the same in `npm run policy`, in the update, and in both previews. */
async function broken(file: string, way: Way): Promise<string[]> {
  const { program, stack = "ca" } = load(file);
  const resources = await record(way === ways.home ? "ca" : stack, () => program(way));
  const { violations } = evaluate([residency], resources, { topology });
  const names = [...new Set(violations.map(({ rule }) => rule.name))].sort();
  const answers = answersOf(resources);
  const scopes = {
    "the update": resources.map(standing),
    "a preview of what stands": resources.map(standing).reverse(),
    "the first preview": resources.map((resource) => blank(resource, answers)),
  };
  for (const [scope, views] of Object.entries(scopes)) {
    const found = engineVerdict(views).flatMap((finding) => /^residency-\S+/.exec(finding) ?? []);
    assert.deepEqual([...new Set(found)], names, scope);
  }
  return names;
}

/** What goes everywhere, because its class says that it may: program and class. */
const everywhere = {
  "the registry": ["confine-dynamodb-replicas", "routing"],
  "container images": ["confine-image-replicas", "public"],
  "metrics without personal data": ["confine-metric-streams", "operational"],
} as const;

/** Files are named `<rule>` or `<rule>.<path>`. */
const ruleOf = (file: string) => `residency-${file.split(".")[0]}`;

describe("the corpus of paths", () => {
  for (const [path, file] of Object.entries({ ...required, ...further })) {
    it(`refuses ${path} (${file}), by its own rule alone`, async () => {
      assert.deepEqual(await broken(file, ways.abroad), [ruleOf(file)]);
    });
    const { accepts = ["home", "free"] } = load(file);
    for (const way of ["home", "free"] as const) {
      const accepted = accepts.includes(way);
      const where = way === "home" ? "inside the jurisdiction" : "of a class that may leave";
      it(`${accepted ? "accepts" : "refuses"} ${path} ${where}`, async () => {
        assert.deepEqual(await broken(file, ways[way]), accepted ? [] : [ruleOf(file)]);
      });
    }
  }

  for (const [what, [file, dataClass]] of Object.entries(everywhere)) {
    it(`accepts ${what} everywhere, by the class alone`, async () => {
      const free = { "data-class": dataClass, jurisdiction: "any" };
      assert.deepEqual(await broken(file, { ...ways.abroad, tags: free }), []);
      const kept = { ...free, "data-class": "personal", jurisdiction: "CA" };
      assert.deepEqual(await broken(file, { ...ways.abroad, tags: kept }), [ruleOf(file)]);
    });
  }

  it("has a program for every path, and a path for every program", () => {
    const named = [...Object.values(required), ...Object.values(further)];
    assert.deepEqual(named.sort(), [...files].sort());
  });

  it("has a compliant program for every path", () => {
    const without = files.filter((file) => load(file).accepts?.length === 0);
    assert.deepEqual(without, []);
  });

  it("has a program for every residency rule that finds something by default", () => {
    const rules = residency.rules.map(({ name }) => name);
    const byDefault = rules.filter((name) => name !== "residency-use-eligible-services");
    assert.deepEqual([...new Set(files.map(ruleOf))].sort(), byDefault.sort());
  });
});
