/** The entrances lead to what model/routes.ts says, and to nothing else. */
import assert from "node:assert/strict";
import { rules } from "../../../infra/region/load-balancer";
import { methodsOf, routes, routesThrough } from "../../../model/routes";
import { type DeclaredStack, stackResources } from "../../support/stacks";

describe("what leads to the functions", function () {
  this.timeout(60_000);
  let ca: DeclaredStack;
  before(async () => {
    ca = await stackResources("ca");
  });

  /** `HEAD /v1/profile api-profile token` of every method of the API. */
  function declared(): string[] {
    const resources = ca.ofType("aws:apigateway/resource:Resource");
    const integrations = ca.ofType("aws:apigateway/integration:Integration");
    return ca.ofType("aws:apigateway/method:Method").map(({ name, inputs }) => {
      const { path } = resources.find(({ id }) => id === inputs.resourceId)!.outputs;
      const { uri } = integrations.find((integration) => integration.name === name)!.inputs;
      const target = ca.ofType("aws:lambda/function:Function").find(({ outputs }) => outputs.invokeArn === uri)!;
      return `${inputs.httpMethod} ${path} ${target.name} ${inputs.authorization}`;
    });
  }

  it("has a method for each row, HEAD beside each GET, and a preflight for each path that pages may ask", () => {
    const rows = routesThrough("api");
    const expected = rows.flatMap((row) => {
      const authorization = row.access === "token" ? "CUSTOM" : "NONE";
      const of = (method: string, access = authorization) => `${method} ${row.path} api-${row.function} ${access}`;
      return [
        of(row.method),
        ...(row.method === "GET" ? [of("HEAD")] : []),
        ...(row.cors === "none" ? [] : [of("OPTIONS", "NONE")]),
      ];
    });
    assert.deepEqual(declared().sort(), [...new Set(expected)].sort());
    assert.ok(declared().includes("HEAD /v1/profile api-profile CUSTOM"));
  });

  it("answers every method that a function says it allows", () => {
    for (const [path, rows] of Map.groupBy(routesThrough("api"), (row) => row.path)) {
      const methods = declared().flatMap((line) => (line.split(" ")[1] === path ? [line.split(" ")[0]!] : []));
      assert.deepEqual(methods.sort(), methodsOf(rows).sort(), path);
    }
  });

  it("has a rule for each function behind the load balancer, which takes at most five patterns", () => {
    const all = rules();
    assert.deepEqual(
      all.map(({ source, priority }) => [source, priority]),
      [
        ["lookup", 10],
        ["health", 20],
      ],
    );
    for (const { source, paths } of all) {
      // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html
      assert.ok(paths.length <= 5, source);
      for (const row of routesThrough("lookup").filter((route) => route.function === source)) {
        const leads = paths.some((pattern) =>
          pattern.endsWith("*") ? row.path.startsWith(pattern.slice(0, -1)) : row.path === pattern,
        );
        assert.ok(leads, row.path);
      }
    }
  });

  it("asks each target for its health at a path that its function answers", () => {
    for (const { source } of rules()) {
      assert.ok(
        routes.some((row) => row.function === source && row.path === "/livez" && row.method === "GET"),
        source,
      );
    }
  });
});
