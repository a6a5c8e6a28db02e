import assert from "node:assert/strict";
import type { StackGraph } from "../../../graph/graph";
import { isDeclared, referencesOf } from "../../../ops/graph/references";
import { resource, stackOf, tableArn } from "./stacks";

const described = (...stacks: StackGraph[]) =>
  referencesOf(stacks).map(({ from, to }) => `${from.stack} ${from.name} > ${to.stack} ${to.name}`);

describe("references between resources", () => {
  const table = resource("global", "aws:dynamodb/table:Table", "registry", {}, tableArn);
  const zone = resource("global", "aws:route53/zone:Zone", "zone");
  const from = (inputs: object, name = "one") => resource("ca", "aws:iam/rolePolicy:RolePolicy", name, inputs);
  const toTable = ["ca one > global registry"];

  it("are ids, and ARNs alone, inside documents and with more at their end", () => {
    const texts = [tableArn, `${tableArn}/index/x`, `{"Resource":"${tableArn}/*"}`, `a ${tableArn}:b, '${tableArn}'`];
    for (const text of texts) {
      assert.deepEqual(described(stackOf("global", table), stackOf("ca", from({ text }))), toTable, text);
    }
    assert.deepEqual(described(stackOf("global", zone), stackOf("ca", from({ a: [{ b: "zone-global-id" }] }))), [
      "ca one > global zone",
    ]);
  });

  it("are ARNs of other partitions, numbers and nothing around them", () => {
    const cn = tableArn.replace("arn:aws:", "arn:aws-cn:");
    const there = resource("global", "aws:dynamodb/table:Table", "registry", {}, cn);
    const inputs = { text: `${cn}/index/x`, port: 443, on: true, none: null };
    assert.deepEqual(described(stackOf("global", there), stackOf("ca", from(inputs))), toTable);
  });

  it("come with the longest ARN first where one is in another", () => {
    const index = resource("global", "aws:dynamodb/index:Index", "index", {}, `${tableArn}/index/x`);
    for (const text of [`${tableArn}/index/x`, `${tableArn}/index/x/y`]) {
      assert.deepEqual(described(stackOf("global", table, index), stackOf("ca", from({ text }))), [
        "ca one > global index",
        "ca one > global registry",
      ]);
    }
  });

  it("are none where only a part of an id, another ARN or another partition's spelling is there", () => {
    const texts = ["a zone-global-id", `${tableArn}2`, tableArn.slice(0, -1), `x${tableArn.slice(4)}`];
    for (const text of texts) {
      assert.deepEqual(described(stackOf("global", table, zone), stackOf("ca", from({ text }))), [], text);
    }
  });

  it("are there once a pair, not to oneself, and from and to components never", () => {
    const self = { ...from({ a: tableArn, b: "one-ca-id", c: `${tableArn}/x` }) };
    assert.deepEqual(described(stackOf("global", table), stackOf("ca", self)), toTable);
    const component = resource("ca", "home-region:infra:Api", "api", { a: tableArn });
    const inside = from({ a: "api-ca-id" });
    assert.deepEqual(described(stackOf("global", table), stackOf("ca", component, inside)), []);
    assert.deepEqual(
      ["aws:a/b:C", "awsx:a:C", "home:aws:a", "awsy:a", "pulumi:providers:aws"].map((type) =>
        isDeclared(resource("ca", type, "x")),
      ),
      [true, true, false, false, false],
    );
  });

  it("take an id of less than six letters for a chance", () => {
    const short = (id: string) => ({ ...zone, id });
    assert.deepEqual(described(stackOf("global", short("12345")), stackOf("ca", from({ a: "12345" }))), []);
    assert.equal(described(stackOf("global", short("123456")), stackOf("ca", from({ a: "123456" }))).length, 1);
  });

  it("mean the resource of the same stack where two Regions use one id", () => {
    const region = (stack: string) => {
      const api = { ...resource(stack, "aws:apigateway/restApi:RestApi", "api"), id: "same-id" };
      return stackOf(stack, api, resource(stack, "aws:apigateway/stage:Stage", "stage", { restApi: "same-id" }));
    };
    assert.deepEqual(described(region("ca"), region("us")), ["ca stage > ca api", "us stage > us api"]);
    const elsewhere = stackOf("eu", from({ restApi: "same-id" }));
    assert.deepEqual(
      described(region("ca"), region("us"), { ...elsewhere, resources: elsewhere.resources }).slice(-1),
      ["ca one > ca api"],
    );
  });
});
