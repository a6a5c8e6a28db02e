import assert from "node:assert/strict";
import { InvalidInput } from "../../../model/invalid-input";
import { standing } from "../../../ops/destroy/state";
import { type StepOptions, stepsOf } from "../../../ops/destroy/steps";
import { World } from "./world";

describe("taking a stack away", function () {
  this.timeout(60_000);
  let world: World;
  let done: string[];
  let time: number;
  let codes: number[];

  beforeEach(async () => {
    world = await World.deployed();
    done = [];
    time = 0;
    codes = [];
  });

  async function steps(stack: string, more: Partial<StepOptions> = {}) {
    const options: StepOptions = {
      stack,
      resources: await standing(stack, world.execute),
      execute: async (file, args) => {
        done.push([file, ...args].join(" "));
        return world.execute(file, args);
      },
      pulumi: async (args) => {
        done.push(`pulumi ${args.join(" ")}`);
        return codes.shift() ?? 0;
      },
      sleep: async (ms) => {
        time += ms;
      },
      now: () => time,
      ...more,
    };
    return stepsOf(options);
  }
  const runAll = async (stack: string, more: Partial<StepOptions> = {}) => {
    for (const { run } of await steps(stack, more)) {
      await run();
    }
  };
  const leave = async () => (await steps("ca"))[1]!;
  const groups =
    "aws ec2 describe-security-groups --filters Name=vpc-id,Values=vpc-ca Name=group-name,Values=GlobalAccelerator --region ca-central-1 --output json";
  const interfaces =
    "aws ec2 describe-network-interfaces --filters Name=vpc-id,Values=vpc-ca Name=interface-type,Values=global_accelerator_managed --region ca-central-1 --output json";
  const remove = (group: string) =>
    `aws ec2 delete-security-group --group-id ${group} --region ca-central-1 --output json`;
  const found = (...ids: string[]) => ({ SecurityGroups: ids.map((GroupId) => ({ GroupId })) });

  it("is the endpoint group first, then what Global Accelerator leaves, then the rest", async () => {
    world.on("aws ec2 describe-security-groups", () => found("sg-1"));
    const { urn } = world.get("ca", "aws:globalaccelerator/endpointGroup:EndpointGroup");
    assert.deepEqual(
      (await steps("ca")).map(({ what }) => what),
      [
        "take the Region out of the accelerator",
        "wait until Global Accelerator has left vpc-ca, at most 20 minutes, and delete its security group",
        "destroy the other resources of ca",
      ],
    );
    done.length = 0;
    await runAll("ca");
    assert.deepEqual(done, [
      `pulumi destroy --stack ca --yes --target ${urn} --target-dependents`,
      ...[interfaces, groups, remove("sg-1")],
      "pulumi destroy --stack ca --yes",
    ]);
  });

  it("is the resources alone where there is no VPC, and no endpoint group any more", async () => {
    await runAll("global");
    assert.deepEqual(done, ["pulumi destroy --stack global --yes"]);
    const state = world.states.get("ca")!;
    world.states.set(
      "ca",
      state.filter(({ type }) => !type.includes("endpointGroup")),
    );
    done.length = 0;
    await runAll("ca");
    assert.deepEqual(done, [interfaces, groups, "pulumi destroy --stack ca --yes"]);
  });

  it("deletes the group only once the accelerator's interfaces have gone, and asks again while it is in use", async () => {
    const present = [["eni-1"], ["eni-1"], [], []];
    world.on("aws ec2 describe-network-interfaces", () => ({
      NetworkInterfaces: (present.shift() ?? []).map((NetworkInterfaceId) => ({ NetworkInterfaceId })),
    }));
    world.on("aws ec2 describe-security-groups", () => found("sg-1", "sg-2"));
    const refusals = [
      new Error("An error occurred (DependencyViolation) when calling the DeleteSecurityGroup operation"),
    ];
    world.on("aws ec2 delete-security-group", () => refusals.shift() ?? "");
    await (await leave()).run();
    assert.deepEqual(done, [
      ...[interfaces, interfaces],
      ...[interfaces, groups, remove("sg-1"), remove("sg-2")],
      ...[interfaces, groups, remove("sg-1"), remove("sg-2")],
    ]);
    assert.equal(time, 45_000);
  });

  it("refuses to wait for more than its limit, and names what is still there", async () => {
    world.on("aws ec2 describe-network-interfaces", () => ({ NetworkInterfaces: [{ NetworkInterfaceId: "eni-1" }] }));
    await assert.rejects((await leave()).run(), (error: Error) => {
      assert.ok(error instanceof InvalidInput);
      assert.match(
        error.message,
        /^eni-1 of Global Accelerator still in vpc-ca; fix: look whether another accelerator/,
      );
      return true;
    });
    assert.equal(time, 20 * 60_000);
    world.on("aws ec2 describe-network-interfaces", () => ({}));
    world.on("aws ec2 describe-security-groups", () => found("sg-1"));
    world.on("aws ec2 delete-security-group", () => new Error("(DependencyViolation) in use"));
    await assert.rejects(
      (await leave()).run(),
      /^InvalidInput: sg-1 of|^Error: sg-1 of|sg-1 of Global Accelerator still/,
    );
  });

  it("refuses to go on where AWS refuses for another reason", async () => {
    world.on("aws ec2 describe-security-groups", () => found("sg-1"));
    world.on(
      "aws ec2 delete-security-group",
      () => new Error("An error occurred (UnauthorizedOperation) when calling"),
    );
    await assert.rejects(
      (await leave()).run(),
      /aws ec2 delete-security-group in ca-central-1: An error occurred \(Unauth/,
    );
    assert.equal(time, 0);
  });

  it("refuses to go on where Pulumi has not ended well", async () => {
    codes = [255];
    await assert.rejects(runAll("ca"), {
      message: "pulumi destroy of ca ended with 255; fix: what it says above, then run this again: it does the rest",
    });
    assert.equal(done.length, 1);
  });

  it("gives the Region's other APIs their role after this stack's has gone", async () => {
    await runAll("ca", { apiLoggingRole: "arn:aws:iam::1:role/logs" });
    assert.deepEqual(done.slice(-2), [
      "pulumi destroy --stack ca --yes",
      "aws apigateway update-account --patch-operations op=replace,path=/cloudwatchRoleArn,value=arn:aws:iam::1:role/logs --region ca-central-1 --output json",
    ]);
  });
});
