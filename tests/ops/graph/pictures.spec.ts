import assert from "node:assert/strict";
import { pictureOfAll } from "../../../ops/graph/picture-all";
import { pictureOfStack } from "../../../ops/graph/picture-stack";
import { boxHeight, document, serviceBox } from "../../../ops/graph/svg";
import { approved, resource, stackOf, stacks } from "./stacks";

describe("pictures of stacks", () => {
  it("show all stacks with each jurisdiction in a frame of its own", () => {
    const svg = pictureOfAll(stacks());
    approved("all.svg", svg);
    assert.match(svg, /CA · Canada: data stays inside/);
    assert.match(svg, /ca-west · ca-west-1 · standby/);
    assert.equal(svg.match(/Route 53 fails over/g)?.length, 1, "one record alone fails over to nothing");
    assert.doesNotMatch(svg, /NaN|undefined|a<b>/);
  });

  it("leave out a jurisdiction without stacks, the global stack and arrows where they are not there", () => {
    const [, ca, , us] = stacks();
    assert.ok(ca && us);
    const alone = pictureOfAll([ca]);
    approved("ca-alone.svg", alone);
    assert.doesNotMatch(alone, /United States|reads |fails over/);
    approved(
      "no-reads.svg",
      pictureOfAll([stackOf("global"), stackOf("us", resource("us", "aws:kms/key:Key", "key"))]),
    );
  });

  it("show one stack with each service above those that it refers to", () => {
    const [global, ca] = stacks();
    assert.ok(ca && global);
    const svg = pictureOfStack(ca);
    approved("ca.svg", svg);
    assert.match(svg, /stack ca: 18 resources/);
    assert.doesNotMatch(svg, /NaN|undefined/);
    approved("global.svg", pictureOfStack(global));
  });

  it("draw an arrow only down to what a service refers to, below its longest way", () => {
    const refer = (type: string, name: string, ...to: string[]) =>
      resource(
        "ca",
        type,
        name,
        to.map((name) => `${name}-ca-id`),
      );
    const stack = stackOf(
      "ca",
      refer("aws:route53/record:Record", "record", "function", "table", "topic"),
      refer("aws:apigateway/restApi:RestApi", "api", "function"),
      refer("aws:lambda/function:Function", "function", "table"),
      // Back to one above, beside it, and to one of its own service: no arrow.
      refer("aws:dynamodb/table:Table", "table", "record"),
      refer("aws:dynamodb/table:Table", "replica", "table"),
      refer("aws:kms/key:Key", "key", "record"),
      refer("aws:sns/topic:Topic", "topic"),
    );
    const svg = pictureOfStack(stack);
    const tops = Object.fromEntries(
      [...svg.matchAll(/y="(\d+)">(Route 53|API Gateway|Lambda|DynamoDB|KMS|SNS)</g)].map(([, y, title]) => [
        title,
        Number(y),
      ]),
    );
    assert.equal(tops["Route 53"], tops["API Gateway"]);
    assert.equal(tops["Route 53"], tops.KMS);
    assert.equal(tops.Lambda, tops.SNS);
    assert.ok(tops.Lambda! > tops["Route 53"]! && tops.DynamoDB! > tops.Lambda!);
    assert.deepEqual(Object.keys(tops), ["Route 53", "API Gateway", "Lambda", "DynamoDB", "KMS", "SNS"]);
    assert.equal(svg.match(/class="reference"/g)?.length, 5);
  });

  it("make a row as high as its highest box, and end a list of reads without a comma", () => {
    const [global, ...regions] = stacks();
    const reads = [global!.resources[0]!.outputs.arn, "dns-global-id", global!.resources[2]!.outputs.arn];
    const record = resource("ca", "aws:route53/record:Record", "dns", reads);
    const check = resource("ca", "aws:route53/healthCheck:HealthCheck", "dns", { key: "state-global-id" });
    const svg = pictureOfAll([global!, stackOf("ca", record, check), regions[1]!]);
    assert.match(svg, />reads Route 53, Global Accelerator,<\/text>/);
    assert.match(svg, />DynamoDB, KMS<\/text>/);
    const alone = stackOf("ca", resource("ca", "aws:route53/record:Record", "dns", { zoneId: "dns-global-id" }));
    assert.match(pictureOfAll([global!, alone]), />reads Route 53<\/text>/);
    approved("uneven.svg", svg);
  });

  it("have a height for each line, and a margin below the last", () => {
    assert.deepEqual([0, 1, 2].map(boxHeight), [24, 48, 64]);
  });

  it("cut what does not fit, and write what XML would take for its own", () => {
    const box = (line: string) => serviceBox({ x: 0, y: 0, width: 84, height: 40 }, `"<&>"`, [line]);
    assert.match(box("0123456789"), />0123456789<\/text>$/);
    assert.match(box("01234567890"), />012345678…<\/text>$/);
    assert.match(box(""), />&quot;&lt;&amp;&gt;&quot;<\/text>/);
    assert.match(document(1, 2, "a & b", []), /<title>a &amp; b<\/title>/);
  });
});
