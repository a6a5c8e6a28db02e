import assert from "node:assert/strict";
import { existsSync, globSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { services as answers } from "../../graph/outputs";
import { dynamodbModule } from "../../local/dynamodb/module";
import { accessesOf } from "../../local/dynamodb/rules/access";
import { kindsOf } from "../../local/faults/kinds";
import { worldOf } from "../../local/faults/world";
import { serviceModules } from "../../local/services";
import { projectRoot } from "../support/stacks";

const none: string[] = [];
const standsInFor = serviceModules.flatMap((module) => module.standsInFor ?? none);
const declaredOnly = serviceModules.flatMap((module) => Object.keys(module.declaredOnly ?? {}));
const twice = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index);

describe("the twin's list of services", () => {
  it("is the folders that have a module", () => {
    const folders = globSync("local/*/module.ts", { cwd: projectRoot }).map((file) => basename(dirname(file)));
    assert.deepEqual(serviceModules.map(({ key }) => key.name).sort(), folders.sort());
  });

  it("says each type once", () => {
    assert.deepEqual(twice([...standsInFor, ...declaredOnly]), none);
  });

  for (const { key, create, standsInFor: types = none, calls = none } of serviceModules) {
    it(`has the outputs of ${key.name} in graph/outputs/${key.name}.ts`, () => {
      const missing = types.filter((type) => !answers[key.name]?.outputs?.[type]);
      assert.deepEqual(missing, none);
      assert.deepEqual([...calls].sort(), Object.keys(answers[key.name]?.calls ?? {}).sort());
    });
    it(`has the same files in local/${key.name}`, () => {
      const wanted = create ? ["module.ts", "service.ts", "types.ts"] : ["module.ts"];
      const missing = wanted.filter((file) => !existsSync(join(projectRoot, "local", key.name, file)));
      assert.deepEqual(missing, none);
      const rules = ["rules.ts", "rules"].filter((path) => existsSync(join(projectRoot, "local", key.name, path)));
      assert.equal(rules.length, create ? 1 : 0, `rules.ts or rules/: ${rules}`);
    });
  }

  it("has a file in graph/outputs for each service there", () => {
    const files = globSync("graph/outputs/*.ts", { cwd: projectRoot }).map((file) => basename(file, ".ts"));
    const shared = ["index", "made", "types"];
    assert.deepEqual(files.filter((file) => !shared.includes(file)).sort(), Object.keys(answers).sort());
  });

  it("has each kind of fault once, the general ones and every service's own", () => {
    const own = serviceModules.flatMap(({ faults }) => Object.keys(faults?.kinds ?? {}));
    const all = Object.keys(kindsOf(worldOf(serviceModules).services));
    assert.deepEqual(twice([...Object.keys(kindsOf({})), ...own]), none);
    assert.deepEqual(all.sort(), [...Object.keys(kindsOf({})), ...own].sort());
  });

  it("names every permission that a call of DynamoDB takes", () => {
    const inputs: Record<string, object> = {
      BatchGetItem: { RequestItems: { t: {} } },
      BatchWriteItem: { RequestItems: { t: [] } },
      TransactGetItems: { TransactItems: [{ Get: {} }] },
      TransactWriteItems: { TransactItems: [{ Put: {} }, { Update: {} }, { Delete: {} }, { ConditionCheck: {} }] },
    };
    const single = ["GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query", "Scan", "ListTables", "DescribeTable"];
    const taken = [...single, "DescribeTimeToLive", ...Object.keys(inputs)].flatMap(
      (operation) => accessesOf(operation, inputs[operation] ?? {}) ?? assert.fail(operation),
    );
    const wanted = [...new Set(taken.map(({ action }) => `dynamodb:${action}`)), "kms:Decrypt"];
    assert.deepEqual([...dynamodbModule.actions!].sort(), wanted.sort());
  });
});
