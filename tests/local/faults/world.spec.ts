import assert from "node:assert/strict";
import { worldOf } from "../../../local/faults/world";
import { serviceModules } from "../../../local/services";
import { graphOf, resource } from "../../support/twin-context";

describe("what there is for faults to be about", () => {
  const graph = graphOf(
    resource("aws:dynamodb/table:Table", "profiles", {}, { stack: "ca", region: "ca-central-1" }),
    resource("aws:dynamodb/table:Table", "profiles", {}, { stack: "us", region: "us-east-1" }),
    resource("aws:x/y:Y", "a", { availabilityZone: "ca-central-1b" }, { stack: "ca", region: "ca-central-1" }),
    resource("aws:x/y:Y", "b", { availabilityZone: "ca-central-1b" }, { stack: "ca", region: "ca-central-1" }),
    resource("aws:x/y:Y", "c", { availabilityZone: "us-east-1a" }, { stack: "us", region: "us-east-1" }),
    resource("awsx:ec2:Vpc", "v", { availabilityZoneNames: ["us-east-1b"] }, { stack: "us", region: "us-east-1" }),
  );

  it("is the stacks' Regions, their resources by name and the availability zones that they are in", () => {
    const world = worldOf(serviceModules, graph);
    assert.deepEqual(world.regions, ["ca-central-1", "us-east-1"]);
    assert.deepEqual(world.resources("aws:dynamodb/table:Table"), ["profiles"]);
    assert.deepEqual(world.availabilityZones("ca-central-1"), ["ca-central-1b"]);
    assert.deepEqual(world.availabilityZones("us-east-1"), ["us-east-1a", "us-east-1b"]);
    assert.deepEqual(world.availabilityZones("us-west-2"), []);
  });

  it("is what each module says of its service", () => {
    const faulty = Object.keys(worldOf(serviceModules).services);
    const wanted = ["route53", "load-balancer", "api-gateway", "lambda", "cognito", "dynamodb", "kms", "s3"];
    assert.deepEqual(faulty, wanted);
    assert.deepEqual(worldOf([]).services, {});
  });
});
