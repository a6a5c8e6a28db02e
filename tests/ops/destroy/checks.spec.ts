import assert from "node:assert/strict";
import { destroyChecks } from "../../../ops/destroy/checks";
import { type Context, runChecks } from "../../../ops/doctor/check";
import { response, World } from "./world";

describe("what is to be known before a stack is destroyed", function () {
  this.timeout(60_000);
  let world: World;
  beforeEach(async () => {
    world = await World.deployed();
  });

  async function findings(stacks: string[], role?: string) {
    const context = { stacks, execute: world.execute } as unknown as Context;
    return runChecks(destroyChecks(role), context);
  }
  const found = async (check: string, stack: string, role?: string) =>
    (await findings([stack], role))
      .filter((finding) => finding.check === check)
      .map(({ status, found, fix }) => [status, found, ...(fix ? [fix] : [])]);

  it("is nothing for a standby: it has no tables of its own", async () => {
    const all = await findings(["ca-west"]);
    assert.deepEqual(
      all.map(({ check, status, found }) => [check, status, found]),
      [
        ["order", "ok", "ca-west: no stack has to go before it"],
        ["protection", "ok", "ca-west: nothing refuses to be deleted"],
        ["replicas", "ok", "ca-west: no table of its own"],
        ["left behind", "ok", "ca-west: no security group of Global Accelerator"],
        ["API logs", "ok", "ca-west: no other API in ca-west-1 writes logs by this stack's role"],
      ],
    );
  });

  it("asks for a stack's state once", async () => {
    await findings(["ca"]);
    assert.equal(world.asked.filter((command) => command.startsWith("pulumi stack export")).length, 1);
  });

  it("changes nothing", async () => {
    await findings(["ca", "global"]);
    assert.deepEqual(
      world.asked.filter((command) => !/^(pulumi stack (ls|export)|aws \S+ (describe|get|list)-)/.test(command)),
      [],
    );
  });

  it("is the order: standbys first, the global stack last", async () => {
    assert.deepEqual(await found("order", "ca"), [["fix", "ca: ca-west must go first", "npm run destroy -- ca-west"]]);
    assert.deepEqual((await found("order", "global"))[0]?.slice(0, 2), [
      "fix",
      "global: ca, ca-west, us, us-west must go first",
    ]);
    world.states.delete("ca-west");
    assert.deepEqual(await found("order", "ca"), [["ok", "ca: no stack has to go before it"]]);
    // One that is listed and holds nothing does not stand; one that nobody counted does.
    world.on("pulumi stack ls", () => [
      { name: "acme/p/ca-west", resourceCount: 0, lastUpdate: "then" },
      { name: "us" },
    ]);
    assert.equal((await found("order", "ca"))[0]?.[0], "ok");
    world.on("pulumi stack ls", () => [{ name: "acme/p/ca-west", lastUpdate: "then" }]);
    assert.equal((await found("order", "ca"))[0]?.[0], "fix");
  });

  it("is what refuses to be deleted", async () => {
    for (const [type, name, change] of [
      ["aws:dynamodb/table:Table", "data-profiles", { inputs: { deletionProtectionEnabled: true } }],
      ["aws:cognito/userPool:UserPool", "identity", { inputs: { deletionProtection: "ACTIVE" } }],
      ["aws:lb/loadBalancer:LoadBalancer", "lookup", { inputs: { enableDeletionProtection: true } }],
      ["aws:kms/key:Key", "key", { protect: true }],
    ] as const) {
      world = await World.deployed();
      const held = world.states
        .get("ca")!
        .find((resource) => resource.type === type && resource.urn.endsWith(`::${name}`));
      Object.assign(held, change);
      assert.deepEqual(await found("protection", "ca"), [
        [
          ...["fix", `ca: 1 resources refuse to be deleted: ${name}`],
          "pulumi config set deletionProtection false --stack ca; npm run up -- ca",
        ],
      ]);
    }
  });

  it("is replicas of other stacks, whose source cannot go before them for 24 hours", async () => {
    const table = world.get("ca", "aws:dynamodb/table:Table").id;
    world.on(`aws dynamodb describe-table --table-name ${table} --region ca-central-1`, () => ({
      Table: { Replicas: [{ RegionName: "ca-west-1" }, { RegionName: "ca-central-1" }] },
    }));
    assert.deepEqual(await found("replicas", "ca"), [
      [
        "fix",
        `ca: table ${table} has replicas of other stacks in ca-west-1; for 24 hours after one was made its source cannot go before it`,
        "destroy those stacks first",
      ],
    ]);
    // The registry's replicas are its own stack's: the provider takes them away first.
    const own = world.get("global", "aws:dynamodb/table:Table").inputs.replicas;
    assert.equal(own.length, 3);
    world.on("aws dynamodb describe-table", () => ({
      Table: { Replicas: own.map(({ regionName: RegionName }: any) => ({ RegionName })) },
    }));
    assert.deepEqual(await found("replicas", "global"), [["ok", "global: no replicas of other stacks"]]);
  });

  it("is the security group that Global Accelerator leaves", async () => {
    world.on("aws ec2 describe-security-groups", (words) => {
      assert.deepEqual(words.slice(2), [
        ...["--filters", "Name=vpc-id,Values=vpc-ca", "Name=group-name,Values=GlobalAccelerator"],
        ...["--region", "ca-central-1", "--output", "json"],
      ]);
      return { SecurityGroups: [{ GroupId: "sg-1" }] };
    });
    assert.deepEqual(await found("left behind", "ca"), [
      [
        ...["look", "ca: Global Accelerator leaves security group sg-1 (GlobalAccelerator) in vpc-ca"],
        "npm run destroy -- ca removes it",
      ],
    ]);
  });

  it("is other APIs that write logs by this stack's role", async () => {
    const own = world.get("ca", "aws:apigateway/restApi:RestApi").id;
    world.on("aws apigateway get-rest-apis", () => ({
      items: [
        { id: own, name: "api" },
        { id: "x", name: "billing" },
      ],
    }));
    assert.deepEqual(await found("API logs", "ca"), [
      [
        ...["fix", "ca: billing in ca-central-1 write logs by this stack's role, which is one an account and Region"],
        "make a role for them, and npm run destroy -- ca --api-logging-role ARN",
      ],
    ]);
    assert.deepEqual(await found("API logs", "ca", "arn:r"), [["ok", "ca: billing will write logs by arn:r"]]);
    world.on("aws apigateway get-rest-apis", () => ({ items: [{ id: own, name: "api" }] }));
    assert.equal((await found("API logs", "ca"))[0]?.[0], "ok");
  });

  it("is the hosted zone: its name servers at the registrar, and records of others that keep it", async () => {
    const records = world.states.get("global")!.filter(({ type }) => type === "aws:route53/record:Record");
    const own = records.map(({ outputs }) => ({ Name: `${outputs.fqdn}.`, Type: outputs.type }));
    const apex = ["NS", "SOA"].map((Type) => ({ Name: "Example.com.", Type }));
    world.on("aws route53 list-resource-record-sets", () => ({ ResourceRecordSets: [...own, ...apex] }));
    const registrar = [
      ...["look", "global: example.com loses its hosted zone, and with it its name servers"],
      "remove them at the registrar (or in the parent's hosted zone) first: whoever gets the same ones could answer for it",
    ];
    assert.deepEqual(await found("records", "global"), [
      ["ok", "global: the hosted zone holds no other records"],
      registrar,
    ]);
    const others = [
      { Name: "www.example.com.", Type: "A" },
      { Name: "sub.example.com.", Type: "NS" },
    ];
    world.on("aws route53 list-resource-record-sets", () => ({ ResourceRecordSets: [...own, ...apex, ...others] }));
    assert.deepEqual(await found("records", "global"), [
      registrar,
      [
        "fix",
        "global: its hosted zone holds 2 records of others: www.example.com A, sub.example.com NS",
        "remove them",
      ],
    ]);
    // A hosted zone that was there before stays.
    world.states.set(
      "global",
      world.states.get("global")!.filter(({ type }) => type !== "aws:route53/zone:Zone"),
    );
    assert.deepEqual(await found("records", "global"), []);
  });

  it("is said to be unknown where a CLI cannot say, stack by stack", async () => {
    world.states.delete("us");
    world.on("aws dynamodb", () => new Error("Unable to locate credentials. You can configure credentials"));
    const all = await findings(["ca", "us"]);
    const unknown = all.filter(({ status }) => status === "unknown").map(({ found }) => found);
    assert.ok(
      unknown.includes(
        "ca: not checked: aws dynamodb describe-table in ca-central-1: Unable to locate credentials. You can configure credentials",
      ),
      unknown.join("\n"),
    );
    assert.ok(
      unknown.includes(
        "us: not checked: `pulumi stack export --stack us` failed: error: no stack named 'us' found; fix: npm run doctor",
      ),
      unknown.join("\n"),
    );
    const without = { stacks: ["ca"], execute: async () => ({ missing: true as const }) } as unknown as Context;
    for (const { status } of await runChecks(destroyChecks(), without)) {
      assert.equal(status, "unknown");
    }
    const strange = { stacks: ["ca"], execute: async () => response("not JSON") } as unknown as Context;
    const [order] = await runChecks(destroyChecks(), strange);
    assert.match(order!.found, /did not answer with JSON; fix: is `pulumi` on PATH the Pulumi CLI\?$/);
  });
});
