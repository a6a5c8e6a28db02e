import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  headersOf,
  methodsOf,
  type Route,
  type RoutedFunction,
  routes,
  routesOf,
  routesThrough,
} from "../../model/routes";

const all: readonly Route[] = routes;
const functions = [...new Set(all.map((route) => route.function))] as RoutedFunction[];

describe("routes", () => {
  it("are each there once, by plain paths, answered by a function that there is", () => {
    const keys = all.map((route) => `${route.function} ${route.method} ${route.path}`);
    assert.equal(new Set(keys).size, keys.length);
    for (const { path, function: name, description } of all) {
      assert.match(path, /^(\/([a-z0-9-]+|\{[a-z]\w*\}))+$/);
      assert.ok(existsSync(join(__dirname, "../../functions", name, "handler.ts")), name);
      assert.match(description, /^[a-z].{10,60}[^.]$/);
    }
  });

  it("lead from one place to one function each", () => {
    for (const entrance of ["api", "lookup"] as const) {
      const leading = Map.groupBy(routesThrough(entrance), ({ path }) => path);
      for (const [path, rows] of leading) {
        assert.equal(new Set(rows.map((row) => row.function)).size, 1, path);
      }
    }
  });

  it("with data ask for a token, behind the regional API alone, and nobody keeps their answers or reads them elsewhere", () => {
    for (const { path, access, through, cache, cors } of all) {
      if (access === "token") {
        assert.deepEqual([through, cache, cors], [["api"], "private", "app"], path);
      } else {
        assert.notEqual(cache, "private", path);
      }
    }
    assert.deepEqual(
      all.filter(({ access, through }) => access === "public" && through.includes("api")).map(({ path }) => path),
      ["/livez", "/healthz", "/siblings"],
    );
  });

  it("take bodies by methods that have one, and say how large", () => {
    for (const { method, maxBodyBytes } of all) {
      assert.equal(maxBodyBytes !== undefined, ["POST", "PUT", "PATCH"].includes(method));
      if (maxBodyBytes !== undefined) {
        assert.ok(maxBodyBytes >= 1024 && maxBodyBytes <= 1024 * 1024);
      }
    }
  });

  it("let one kind of page read what a function answers", () => {
    for (const name of functions) {
      const kinds = new Set(routesOf(name).map(({ cors }) => cors));
      kinds.delete("none");
      assert.ok(kinds.size <= 1, name);
      // A path that is unknown is answered as the first row is.
      if (kinds.size === 1) {
        assert.ok(kinds.has(routesOf(name)[0]!.cors), name);
      }
    }
  });

  const at = (path: string) => all.filter((route) => route.path === path);
  it("add HEAD to GET, and OPTIONS where pages read", () => {
    assert.deepEqual(methodsOf(at("/v1/homes")), ["GET", "HEAD", "POST", "OPTIONS"]);
    assert.deepEqual(methodsOf(at("/v1/measurements")), ["POST", "OPTIONS"]);
    assert.deepEqual(methodsOf(at("/healthz")), ["GET", "HEAD"]);
  });

  it("let pages send what token, body and conditions need, each header once", () => {
    assert.deepEqual(headersOf(at("/v1/profile")), [
      "authorization",
      "content-type",
      "idempotency-key",
      "if-match",
      "if-none-match",
    ]);
    assert.deepEqual(headersOf(at("/v1/measurements")), ["authorization", "content-type"]);
    assert.deepEqual(headersOf(at("/healthz")), []);
  });
});
