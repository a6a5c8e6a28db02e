import assert from "node:assert/strict";
import { decode, type ProxyEvent, requestOf, resultOf } from "../../../functions/shared/events";

const elb = { targetGroupArn: "arn:aws:elasticloadbalancing:ca-central-1:123456789012:targetgroup/lookup/0" };
const balanced = (more: Partial<ProxyEvent>): ProxyEvent => ({
  requestContext: { elb },
  httpMethod: "GET",
  path: "/v1/homes",
  body: "",
  isBase64Encoded: false,
  ...more,
});

describe("events", () => {
  it("of the load balancer are decoded here, since it does not", () => {
    const single = requestOf(
      balanced({ headers: {}, queryStringParameters: { emailDomain: "m%C3%BCnchen.example+x", "a%20b": "" } }),
    );
    assert.deepEqual(
      [...single.query],
      [
        ["emailDomain", "münchen.example x"],
        ["a b", ""],
      ],
    );
    const bad = requestOf(balanced({ headers: {}, queryStringParameters: { emailDomain: "%E0%A4%A" } }));
    assert.deepEqual([...bad.query], [["emailDomain", undefined]]);
  });

  it("of API Gateway are not decoded twice", () => {
    const event = {
      httpMethod: "get",
      path: "/",
      headers: { ETag: "x" },
      queryStringParameters: { a: "%41" },
      body: null,
    };
    const request = requestOf({
      ...event,
      requestContext: { identity: { sourceIp: "192.0.2.1" }, authorizer: { subject: "s" } },
    });
    assert.deepEqual([...request.query], [["a", "%41"]]);
    assert.deepEqual(
      [request.method, request.headers.get("etag"), request.clientAddress, request.authorizer.subject],
      ["GET", "x", "192.0.2.1", "s"],
    );
  });

  it("with multi-value headers are read and answered in kind", () => {
    const event = balanced({
      multiValueHeaders: { Accept: ["a", "b"], "x-forwarded-for": ["198.51.100.1, 192.0.2.9"] },
      multiValueQueryStringParameters: { emailDomain: ["one.example", "two.example"] },
    });
    const request = requestOf(event);
    assert.equal(request.headers.get("accept"), "a, b");
    assert.equal(request.query.get("emailDomain"), "two.example");
    assert.deepEqual(resultOf(event, { status: 404, headers: { etag: "x" }, body: "b" }), {
      statusCode: 404,
      statusDescription: "404 Not Found",
      isBase64Encoded: false,
      multiValueHeaders: { etag: ["x"] },
      body: "b",
    });
  });

  it("with single-value headers are answered in kind", () => {
    const { headers, multiValueHeaders } = resultOf(balanced({ headers: {} }), {
      status: 200,
      headers: { a: "b" },
      body: "",
    });
    assert.deepEqual([headers, multiValueHeaders], [{ a: "b" }, undefined]);
  });

  it("take the address that the balancer saw, never one that the client claims", () => {
    for (const [header, address] of [
      ["6.6.6.6, 192.0.2.9", "192.0.2.9"],
      ["192.0.2.9", "192.0.2.9"],
      ["6.6.6.6,2001:db8::1", "2001:db8::1"],
    ] as const) {
      assert.equal(requestOf(balanced({ headers: { "X-Forwarded-For": header } })).clientAddress, address);
    }
    assert.equal(requestOf(balanced({ headers: {} })).clientAddress, "");
  });

  it("carry their bodies as text or as base 64, and HEAD gets none back", () => {
    const encoded = Buffer.from("é").toString("base64");
    assert.equal(requestOf(balanced({ headers: {}, body: encoded, isBase64Encoded: true })).body.toString(), "é");
    assert.equal(requestOf(balanced({ headers: {}, body: "é" })).body.length, 2);
    assert.equal(
      resultOf(balanced({ httpMethod: "HEAD", headers: {} }), { status: 200, headers: {}, body: "x" }).body,
      "",
    );
  });

  it("with headers or parameters that have no value are read as empty", () => {
    const multi = requestOf(
      balanced({ multiValueHeaders: { a: undefined }, multiValueQueryStringParameters: { b: undefined, c: [] } }),
    );
    assert.deepEqual(
      [[...multi.headers], [...multi.query]],
      [
        [["a", ""]],
        [
          ["b", ""],
          ["c", ""],
        ],
      ],
    );
    const single = requestOf(balanced({ headers: { a: undefined }, queryStringParameters: { b: undefined } }));
    assert.deepEqual([[...single.headers], [...single.query]], [[["a", ""]], [["b", ""]]]);
    const none = requestOf({ httpMethod: "get", path: "/p" });
    assert.deepEqual(
      { ...none, body: none.body.length },
      { method: "GET", path: "/p", query: new Map(), headers: new Map(), body: 0, clientAddress: "", authorizer: {} },
    );
  });

  it("whose parameters have names that cannot be decoded keep them as they are", () => {
    const query = { "%E0%A4%A": "a+b", "c+d": "plain" };
    assert.deepEqual(
      [...requestOf(balanced({ queryStringParameters: query })).query],
      [
        ["%E0%A4%A", "a b"],
        ["c d", "plain"],
      ],
    );
    const multi = Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value]]));
    assert.deepEqual(
      [...requestOf(balanced({ multiValueQueryStringParameters: multi })).query],
      [
        ["%E0%A4%A", "a b"],
        ["c d", "plain"],
      ],
    );
  });

  it("of API Gateway are answered with single headers and no description, an unknown status without words", () => {
    const response = { status: 299, headers: { a: "b" }, body: "x" };
    assert.deepEqual(resultOf({ httpMethod: "GET", path: "/", requestContext: {} }, response), {
      statusCode: 299,
      isBase64Encoded: false,
      body: "x",
      headers: { a: "b" },
    });
    assert.equal(resultOf(balanced({ headers: {} }), response).statusDescription, "299 ");
  });

  it("of whoever says no address have none, and are answered without a context", () => {
    assert.equal(requestOf({ httpMethod: "GET", path: "/", requestContext: {} }).clientAddress, "");
    assert.equal(requestOf({ httpMethod: "GET", path: "/", requestContext: { identity: {} } }).clientAddress, "");
    assert.deepEqual(resultOf({ httpMethod: "GET", path: "/" }, { status: 200, headers: {}, body: "" }).headers, {});
  });

  it("have texts that are decoded whole, or not at all", () => {
    for (const [text, decoded] of [
      ["+", " "],
      ["%", undefined],
      ["%%", undefined],
      ["%2B", "+"],
      ["a", "a"],
      ["", ""],
    ] as const) {
      assert.equal(decode(text), decoded, text);
    }
  });
});
