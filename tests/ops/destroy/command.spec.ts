import assert from "node:assert/strict";
import { destroyCommand, type Surroundings } from "../../../ops/destroy";
import { doctorCommand } from "../../../ops/doctor";
import { type Context, look } from "../../../ops/doctor/check";
import { run } from "../shared/run";
import { World } from "./world";

describe("npm run destroy", function () {
  this.timeout(60_000);
  let world: World;
  let called: string[];

  beforeEach(async () => {
    world = await World.deployed();
    called = [];
  });
  const destroy = (...args: string[]) => {
    const surroundings: Surroundings = {
      execute: world.execute,
      pulumi: async (words) => {
        called.push(words.join(" "));
        return 0;
      },
      sleep: async () => assert.fail("waits"),
      now: () => 0,
    };
    return run(destroyCommand(surroundings), ...args);
  };
  const changes = () => world.asked.filter((command) => /delete|update-account|destroy/.test(command));

  it("says what it would do, and changes nothing", async () => {
    world.on("aws ec2 describe-security-groups", () => ({ SecurityGroups: [{ GroupId: "sg-1" }] }));
    const { code, stdout } = await destroy("ca-west");
    assert.equal(code, 0);
    assert.match(stdout, /look {2}left behind {4}ca-west: Global Accelerator leaves security group sg-1/);
    assert.match(stdout, /nothing that must be fixed; 1 to look at; 0 not checked\n/);
    assert.match(
      stdout,
      /\n1\. take the Region out of the accelerator\n2\. wait until .*\n3\. destroy the other resources of ca-west\n/,
    );
    assert.match(stdout, /Nothing was changed: --yes does it\.\n$/);
    assert.deepEqual([called, changes()], [[], []]);
  });

  it("does it with --yes", async () => {
    const { code, stdout } = await destroy("ca-west", "--yes");
    assert.equal(code, 0);
    assert.match(stdout, /\n1 of 3: take the Region out of the accelerator\n2 of 3: .*\n3 of 3: destroy the other/);
    assert.equal(called.length, 2);
    assert.equal(called[1], "destroy --stack ca-west --yes");
  });

  for (const [what, stack, spoil, line] of [
    ["another stack must go first", "ca", () => {}, /FIX {3}order {10}ca: ca-west must go first/],
    [
      "it cannot be checked",
      "ca-west",
      () => world.on("aws apigateway", () => new Error("no")),
      /\? {5}API logs {7}ca-west: not checked: aws apigateway get-rest-apis in ca-west-1: no/,
    ],
  ] as const) {
    it(`refuses where ${what}, with --yes too`, async () => {
      spoil();
      for (const args of [[stack], [stack, "--yes"]]) {
        const { code, stdout } = await destroy(...args);
        assert.equal(code, 1);
        assert.match(stdout, line);
        assert.match(stdout, /\nNothing was changed\.\n$/);
      }
      assert.deepEqual([called, changes()], [[], []]);
    });
  }

  it("refuses a stack that is not in the topology, one that nobody deployed, and no stack", async () => {
    const { code, stderr } = await destroy("mars", "--yes");
    assert.equal(code, 1);
    assert.equal(
      stderr,
      'no stack "mars" in model/topology.ts; allowed, in this order: ca-west, us-west, ca, us, global\n',
    );
    world.states.delete("us-west");
    assert.match((await destroy("us-west", "--yes")).stderr, /no stack named 'us-west' found/);
    assert.equal((await destroy()).code, 1);
    assert.deepEqual([called, changes()], [[], []]);
  });

  it("hands the role for other APIs on", async () => {
    world.on("aws apigateway get-rest-apis", () => ({ items: [{ id: "x", name: "billing" }] }));
    assert.equal((await destroy("ca-west", "--yes")).code, 1);
    assert.equal((await destroy("ca-west", "--yes", "--api-logging-role", "arn:r")).code, 0);
    assert.ok(changes().at(-1)?.startsWith("aws apigateway update-account --patch-operations"));
  });
});

describe("npm run doctor -- --destroy", () => {
  it("makes the checks before destroying, of all stacks or of one alone", async () => {
    const contexts: Context[] = [];
    const check = {
      name: "order",
      run: async (context: Context) => {
        contexts.push(context);
        return [look("few", "ask")];
      },
    };
    const doctor = (...args: string[]) => run(doctorCommand([], [check]), ...args);
    assert.match((await doctor("--destroy")).stdout, /look {2}order {10}few/);
    await doctor("--destroy", "--stack", "ca");
    assert.equal((await doctor("--destroy", "--stack", "mars")).code, 1);
    assert.deepEqual(
      contexts.map(({ stacks }) => stacks),
      [["global", "ca", "ca-west", "us", "us-west"], ["ca"]],
    );
    await doctor();
    assert.equal(contexts.length, 2);
  });
});
