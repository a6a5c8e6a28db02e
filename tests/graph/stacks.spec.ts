import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { EvaluationError, evaluateStacks } from "../../graph";
import type { StackGraph } from "../../graph/graph";
import { InvalidInput } from "../../model/invalid-input";

const root = join(__dirname, "../fixtures/evaluate");
/** Stacks that fail, each in its way. Their global stack declares nothing, so that it loads fast. */
const folder = join(__dirname, "../fixtures/evaluate-errors");
const source = readFileSync(join(root, "infra/index.ts"), "utf8").split("\n");
const { mapped }: { mapped(stack: string): string } = require("../../graph/register.js");

/** Evaluates one stack of the fixture and returns the error's message. */
async function refusal(stack: string, options: { timeoutMs?: number } = {}): Promise<string> {
  try {
    await evaluateStacks({ root: folder, stacks: [stack], ...options });
  } catch (error) {
    assert.ok(error instanceof EvaluationError, String(error));
    assert.equal(error.stackName, stack);
    return error.message;
  }
  throw new Error(`stack "${stack}" was evaluated`);
}

describe("graph", function () {
  this.timeout(60_000);
  let graphs: StackGraph[];
  const resource = (type: string) =>
    graphs.flatMap((graph) => graph.resources).find((resource) => resource.type === type)!;

  before(async () => {
    graphs = await evaluateStacks({ root, stacks: ["ca", "global"] });
  });

  it("evaluates global first and hands its outputs to the region stacks' references", () => {
    assert.deepEqual(
      graphs.map((graph) => graph.stack),
      ["global", "ca"],
    );
    const [global, ca] = graphs;
    assert.equal(
      resource("aws:lambda/function:Function").inputs.environment.variables.TABLE,
      global!.outputs.tableName,
    );
    assert.equal(ca!.outputs.token, "quiet");
  });

  it("merges the project's defaults with the stack's own settings", () => {
    assert.deepEqual(graphs[0]!.outputs.zones, ["a", "b"]);
    assert.equal(resource("aws:dynamodb/table:Table").region, "us-east-1");
    assert.equal(resource("aws:lambda/function:Function").region, "ca-central-1");
  });

  it("keeps archives as text and unwraps secrets, a stand-in for those that only the engine can read", () => {
    const { inputs } = resource("aws:lambda/function:Function");
    assert.deepEqual(inputs.code, { "index.js": "exports.handler = 1" });
    assert.match(inputs.environment.variables.HASH_SECRET, /^[\w-]{43}$/);
  });

  it("gives URNs the engine's form and every resource its effective Region", () => {
    const edge = resource("aws:acm/certificate:Certificate");
    assert.equal(edge.urn, "urn:pulumi:ca::fixture::fixture:infra:Box$aws:acm/certificate:Certificate::edge");
    assert.equal(edge.region, "us-east-1");
    assert.equal(resource("aws:iam/role:Role").region, undefined);
  });

  it("answers availability zones by id, without the excluded ones", () => {
    assert.deepEqual(graphs[1]!.outputs.zoneIds, ["cac1-az1", "cac1-az4"]);
    assert.equal(graphs[1]!.outputs.subnets.length, 2);
  });

  it("says which stacks a program reads, and where, apart from its resources", () => {
    const line = 1 + source.findIndex((text) => text.includes("new pulumi.StackReference"));
    const [reference, ...others] = graphs[1]!.references;
    assert.deepEqual(others, []);
    assert.equal(reference!.reads, "organization/fixture/global");
    assert.equal(reference!.urn, `urn:pulumi:ca::fixture::pulumi:pulumi:StackReference::${reference!.name}`);
    assert.ok(mapped(reference!.source!).includes(`fixtures/evaluate/infra/index.ts:${line}:`), reference!.source);
    assert.deepEqual(graphs[0]!.references, []);
  });

  it("lets a program read another region stack only where all are asked for", async () => {
    assert.match(await refusal("neighbour"), /: unknown stack "organization\/fixture\/nothing"/);
    const [neighbour] = await evaluateStacks({ root: folder, stacks: ["neighbour", "nothing"], findAll: true });
    assert.deepEqual(neighbour!.outputs, { x: "from nothing" });
    assert.deepEqual(
      neighbour!.references.map(({ reads }) => reads),
      ["organization/fixture/nothing"],
    );
  });

  it("refuses stacks that read each other", async () => {
    const all = { stacks: ["chicken", "egg"], findAll: true };
    await assert.rejects(
      evaluateStacks({ root: folder, ...all }),
      /: unknown stack "organization\/fixture\/(chicken|egg)"/,
    );
  });

  it("gives the same answer again, whatever else is evaluated", async () => {
    assert.deepEqual(await evaluateStacks({ root, stacks: ["ca"] }), [graphs[1]]);
  });

  it("refuses with an operator's mistake as it is written, without a stack trace", async () => {
    assert.equal(
      await refusal("mistake"),
      'stack "mistake" cannot be evaluated: domain is missing; set it with: pulumi config set domain example.com',
    );
  });

  it("refuses with the place in the source where the program has an error", async () => {
    const line = 1 + source.findIndex((text) => text.includes("new TypeError"));
    const message = await refusal("error");
    assert.match(message, /TypeError: an error of the program\n/);
    assert.ok(message.includes(`fixtures/evaluate/infra/index.ts:${line}:`), message);
    assert.match(await refusal("late"), /in an apply/);
  });

  it("refuses two resources of one URN, an unknown stack and an unknown call, as the engine does", async () => {
    assert.match(
      await refusal("twice"),
      /: Duplicate resource URN 'urn:pulumi:twice::fixture::aws:iam\/role:Role::same'/,
    );
    assert.match(await refusal("missing"), /: unknown stack "organization\/fixture\/elsewhere"/);
    assert.match(await refusal("unknown"), /"aws:ec2\/getAmi:getAmi" is called/);
  });

  it("refuses a program that does not end or ends its process", async () => {
    assert.match(await refusal("global", { timeoutMs: 50 }), /did not finish within 0\.05 s/);
    assert.match(await refusal("exits"), /ended early with exit code 3/);
  });

  it("refuses a stack without a file, with the ones that there are", async () => {
    await assert.rejects(evaluateStacks({ root, stacks: ["nowhere"] }), (error: Error) => {
      assert.ok(error instanceof InvalidInput);
      assert.match(error.message, /Pulumi\.nowhere\.yaml; valid stacks: ca, global/);
      return true;
    });
  });

  it("stops its processes when aborted", async () => {
    const abort = new AbortController();
    const running = evaluateStacks({ root: folder, stacks: ["slow"], signal: abort.signal });
    setTimeout(() => abort.abort(new Error("enough")), 300);
    const started = Date.now();
    await assert.rejects(running, /enough/);
    assert.ok(Date.now() - started < 20_000);
  });
});
