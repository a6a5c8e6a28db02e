import assert from "node:assert/strict";
import { isJson, json, noneMatch } from "../../../functions/shared/http";
import { request } from "../support/requests";

describe("HTTP as the functions see it", () => {
  it("has JSON in answers, with headers that go before the usual ones", () => {
    assert.deepEqual(json(201, { a: 1 }, { etag: '"1"' }), {
      status: 201,
      headers: { "content-type": "application/json", etag: '"1"' },
      body: '{"a":1}',
    });
    assert.equal(
      json(400, {}, { "content-type": "application/problem+json" }).headers["content-type"],
      "application/problem+json",
    );
  });

  for (const [type, is] of [
    ["application/json", true],
    ["APPLICATION/JSON; charset=utf-8", true],
    ["application/json ;a=b", true],
    ["application/jsonx", false],
    ["application/json-patch+json", false],
    ["text/application/json", false],
    ["text/plain", false],
    ["", false],
  ] as const) {
    it(`${is ? "takes" : "refuses"} a body of ${type || "no type"} ${is ? "for" : "as"} JSON`, () =>
      assert.equal(isJson(request("POST", "/", { headers: { "content-type": type } })), is));
  }

  it("refuses a body without a type as JSON", () => assert.equal(isJson(request("POST", "/")), false));

  for (const [header, none] of [
    [undefined, true],
    ["*", false],
    [" * ", false],
    ['"a"', false],
    [' "a" ', false],
    ['W/"a"', false],
    ['"b", W/"a"', false],
    ['"b"', true],
    ['"b",W/"c"', true],
    ['"aW/"', true],
    ["", true],
  ] as const) {
    it(`${none ? "sends" : "does not send"} "a" anew to If-None-Match ${header}`, () =>
      assert.equal(
        noneMatch(request("GET", "/", { headers: header === undefined ? {} : { "if-none-match": header } }), '"a"'),
        none,
      ));
  }
});
