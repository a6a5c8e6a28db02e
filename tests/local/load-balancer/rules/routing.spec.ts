import assert from "node:assert/strict";
import type { Rule } from "../../../../local/load-balancer/rules/declared";
import { decide, matchingRule, type Request } from "../../../../local/load-balancer/rules/routing";

const request: Request = {
  method: "GET",
  path: "/v1/homes",
  query: [["emailDomain", "Example.com"]],
  headers: new Map([["user-agent", ["Mozilla/5.0"]]]),
  host: "api.example.com",
  protocol: "HTTPS",
  port: 443,
  clientIp: "192.0.2.17",
};
const rule = (...conditions: Record<string, any>[]): Rule => ({ priority: 1, conditions, actions: [] });
const holds = (condition: Record<string, any>, change: Partial<Request> = {}) =>
  matchingRule([rule(condition)], { ...request, ...change }) !== undefined;

describe("local/load-balancer rules", () => {
  const cases: [title: string, condition: Record<string, any>, expected: boolean, change?: Partial<Request>][] = [
    ["a path", { pathPattern: { values: ["/v1/homes"] } }, true],
    ["a path, another value", { pathPattern: { values: ["/x", "/v1/*"] } }, true],
    ["a star also over slashes", { pathPattern: { values: ["/v1/*"] } }, true, { path: "/v1/a/b" }],
    ["a question mark for one character", { pathPattern: { values: ["/v?/homes"] } }, true],
    ["a question mark not for none", { pathPattern: { values: ["/v1/homes?"] } }, false],
    ["a path in another case", { pathPattern: { values: ["/V1/HOMES"] } }, false],
    ["a dot that is no wildcard", { pathPattern: { values: ["/v1.homes"] } }, false],
    ["a host in another case", { hostHeader: { values: ["API.example.com"] } }, true],
    ["a host with a port", { hostHeader: { values: ["*.example.com"] } }, true, { host: "api.example.com:443" }],
    ["another host", { hostHeader: { values: ["*.example.org"] } }, false],
    ["a method", { httpRequestMethod: { values: ["POST", "GET"] } }, true],
    ["a method in another case", { httpRequestMethod: { values: ["get"] } }, false],
    ["a header", { httpHeader: { httpHeaderName: "User-Agent", values: ["*mozilla*"] } }, true],
    ["a header that is not there", { httpHeader: { httpHeaderName: "X-A", values: ["*"] } }, false],
    ["a query parameter", { queryStrings: [{ key: "emaildomain", value: "example.*" }] }, true],
    ["a query value of any key", { queryStrings: [{ value: "example.com" }] }, true],
    ["another query value", { queryStrings: [{ key: "emailDomain", value: "x" }] }, false],
    ["an address block", { sourceIp: { values: ["192.0.2.0/28", "192.0.2.16/30"] } }, true],
    ["another address block", { sourceIp: { values: ["198.51.100.0/24"] } }, false],
    ["a path over a line break", { pathPattern: { values: ["/a*b"] } }, true, { path: "/a\nb" }],
    ["a host whose port is not its end", { hostHeader: { values: ["a.example"] } }, false, { host: "a:1.example" }],
    [
      "either query parameter",
      {
        queryStrings: [
          { key: "x", value: "1" },
          { key: "y", value: "2" },
        ],
      },
      true,
      {
        query: [
          ["z", "0"],
          ["y", "2"],
        ],
      },
    ],
    ["a query value under another key", { queryStrings: [{ key: "x", value: "example.com" }] }, false],
    ["an address without a length", { sourceIp: { values: ["192.0.2.17"] } }, true],
    ["another address without a length", { sourceIp: { values: ["192.0.2.18"] } }, false],
    ["an IPv6 block", { sourceIp: { values: ["2001:db8::/32"] } }, false],
    ["a block that is none", { sourceIp: { values: ["0/0"] } }, false],
    ["an IPv6 address", { sourceIp: { values: ["0.0.0.0/0"] } }, false, { clientIp: "2001:db8::1" }],
    ["everybody", { sourceIp: { values: ["0.0.0.0/0"] } }, true],
    ["a condition that nobody knows", { moonPhase: { values: ["full"] } }, false],
  ];
  for (const [title, condition, expected, change] of cases) {
    it(`${expected ? "matches" : "does not match"} ${title}`, () => assert.equal(holds(condition, change), expected));
  }

  it("wants all conditions, and takes the first rule whose conditions hold", () => {
    const path = { pathPattern: { values: ["/v1/homes"] } };
    const post = { httpRequestMethod: { values: ["POST"] } };
    const rules = [rule(path, post), { ...rule(path), priority: 2 }, { ...rule(), priority: 3 }];
    assert.equal(matchingRule(rules, request)?.priority, 2);
    assert.equal(matchingRule(rules, { ...request, path: "/" })?.priority, 3);
  });

  const act = (...actions: Record<string, any>[]) => decide({ ...rule(), actions }, request, 0.5);

  it("forwards to a group, or to one of several by weight", () => {
    assert.deepEqual(act({ type: "forward", targetGroupArn: "a" }), { kind: "forward", targetGroupArn: "a" });
    const targetGroups = [
      { arn: "a", weight: 1 },
      { arn: "b", weight: 3 },
    ];
    const weighted = { ...rule(), actions: [{ type: "forward", forward: { targetGroups } }] };
    const picks = [0, 0.24, 0.25, 0.99].map((random) => (decide(weighted, request, random) as any).targetGroupArn);
    assert.deepEqual(picks, ["a", "a", "b", "b"]);
  });

  it("refuses with 503 where no group has a weight", () => {
    const action = { type: "forward", forward: { targetGroups: [{ arn: "a", weight: 0 }] } };
    assert.deepEqual(act(action), { kind: "response", status: 503, headers: [], body: "" });
  });

  it("answers by itself", () => {
    const fixedResponse = { statusCode: "404", contentType: "application/json", messageBody: "{}" };
    assert.deepEqual(act({ type: "fixed-response", fixedResponse }), {
      kind: "response",
      status: 404,
      headers: [["content-type", "application/json"]],
      body: "{}",
    });
  });

  it("answers by itself with AWS's defaults", () => {
    const bare = { kind: "response", status: 200, headers: [["content-type", "text/plain"]], body: "" };
    for (const rest of [{}, { fixedResponse: {} }]) {
      assert.deepEqual(act({ type: "fixed-response", ...rest }), bare);
    }
  });

  it("redirects to another protocol and port, with what is known only, at its usual port without it", () => {
    const to = (redirect: Record<string, string>, change: Partial<Request> = {}) => {
      const response: any = decide(
        { ...rule(), actions: [{ type: "redirect", redirect: { statusCode: "HTTP_302", ...redirect } }] },
        { ...request, ...change },
        0,
      );
      assert.deepEqual(
        [response.kind, response.status, response.headers.length, response.body],
        ["response", 302, 1, ""],
      );
      assert.equal(response.headers[0][0], "location");
      return response.headers[0][1];
    };
    const plain = { protocol: "HTTP", port: 80, query: [] as [string, string][] };
    assert.equal(to({ protocol: "HTTPS", port: "443" }, plain), "https://api.example.com/v1/homes");
    assert.equal(to({ host: "#{host}.new" }, plain), "http://api.example.com.new/v1/homes");
    assert.equal(to({ port: "443" }, plain), "http://api.example.com:443/v1/homes");
    assert.equal(to({ path: "/#{nothing}x", query: "p=#{protocol}" }, plain), "http://api.example.com/x?p=http");
    const hosted = { ...plain, host: "api.example.com:8080", path: "/a/b" };
    assert.equal(to({}, hosted), "http://api.example.com/a/b");
    assert.equal(to({}, { ...plain, host: "a:1.example" }), "http://a:1.example/v1/homes");
    const query: [string, string][] = [
      ["a", "1"],
      ["b", "2"],
    ];
    assert.equal(to({}, { query }), "https://api.example.com/v1/homes?a=1&b=2");
  });

  it("redirects with the parts of the request", () => {
    const moved = (redirect: Record<string, string>) => {
      const response = act({ type: "redirect", redirect: { statusCode: "HTTP_301", ...redirect } }) as any;
      return [response.status, response.headers[0][1]];
    };
    assert.deepEqual(moved({ host: "x.example.com" }), [301, "https://x.example.com/v1/homes?emailDomain=Example.com"]);
    assert.deepEqual(
      moved({ path: "/new/#{path}", query: "", port: "8443" })[1],
      "https://api.example.com:8443/new/v1/homes",
    );
  });

  it("says which action it does not stand in for", () => {
    assert.deepEqual(act({ type: "authenticate-oidc" }, { type: "forward", targetGroupArn: "a" }), {
      kind: "unsupported",
      type: "authenticate-oidc",
    });
    assert.deepEqual(act({ type: "mystery" }), { kind: "unsupported", type: "mystery" });
    assert.deepEqual(act(), { kind: "unsupported", type: "undefined" });
  });
});
