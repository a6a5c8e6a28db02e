import assert from "node:assert/strict";
import { isHomeError } from "../../client/errors";
import { createIdempotencyKey } from "../../client/key";
import { checkArrival, drop, homeOrigin, pathAtHome, prepare } from "../../client/request";
import { homeResponse } from "../support/home-response";
import { on } from "../support/platform";

const api = "https://ca.api.example.com";

describe("client request", () => {
  it("knows which methods may be sent again, and that a key makes any of them so", async () => {
    for (const [method, safe, read] of [
      [undefined, true, true],
      ["get", true, true],
      ["HEAD", true, true],
      ["OPTIONS", true, false],
      ["PUT", true, false],
      ["DELETE", true, false],
      ["POST", false, false],
      ["PATCH", false, false],
      ["XPUT", false, false],
      ["PUTX", false, false],
    ] as const) {
      const plain = await prepare("/x", method === undefined ? {} : { method });
      assert.deepEqual([plain.safe, plain.read, plain.repeatable], [safe, read, true], method);
      assert.equal(plain.method, (method ?? "GET").toUpperCase());
      const keyed = await prepare("/x", { ...(method && { method }), idempotencyKey: "k" });
      assert.deepEqual([keyed.safe, keyed.headers.get("idempotency-key")], [true, '"k"']);
    }
    assert.equal((await prepare("/x", { method: "POST", headers: { "idempotency-key": '"k"' } })).safe, true);
    assert.equal((await prepare("/x", { hedge: false })).read, false);
    assert.equal((await prepare("/x", { hedge: true })).read, true);
  });

  it("sends again what has a body that is still there, and not what flows away", async () => {
    async function* flowing() {
      yield "x";
    }
    for (const [body, repeatable] of [
      [undefined, true],
      [null, true],
      ["text", true],
      [new Uint8Array(1), true],
      [new URLSearchParams("a=1"), true],
      [new Blob(["x"]), true],
      [new Blob(["x"]).stream(), false],
      [{ getReader() {} }, false],
      [flowing(), false],
    ] as const) {
      const { repeatable: found, safe } = await prepare("/x", { method: "PUT", body, duplex: "half" } as never);
      assert.deepEqual([found, safe], [repeatable, repeatable], String(body));
    }
    assert.equal((await prepare("/x", { method: "PUT", body: "x" })).init.body, "x");
  });

  it("takes a Request apart, with its body, and lets what stands beside it go first", async () => {
    const request = new Request(`${api}/v1/x`, {
      method: "PUT",
      body: "text",
      headers: { "if-match": "7" },
      redirect: "manual",
      credentials: "include",
      cache: "no-store",
      keepalive: true,
    });
    const { method, path, headers, init, safe } = await prepare(request);
    assert.deepEqual([method, path, headers.get("if-match"), safe], ["PUT", `${api}/v1/x`, "7", true]);
    assert.equal(new TextDecoder().decode(init.body as ArrayBuffer), "text");
    assert.deepEqual(
      [init.redirect, init.credentials, init.cache, init.keepalive],
      ["manual", "include", "no-store", true],
    );
    for (const method of ["GET", "HEAD"]) {
      assert.equal((await prepare(new Request(`${api}/v1/x`, { method }))).init.body, undefined);
    }
    const changed = await prepare(new Request(`${api}/v1/x`), { method: "DELETE", idempotencyKey: "k" });
    assert.deepEqual([changed.method, changed.headers.get("idempotency-key")], ["DELETE", '"k"']);
    assert.equal((await prepare(new URL(`${api}/v1/x`))).path, `${api}/v1/x`);
  });

  it("takes a Request beside a path, and any other dictionary whose members stand in a prototype, as fetch does", async () => {
    const write = () => new Request("https://app.test/", { method: "PUT", body: "text", headers: { "if-match": "7" } });
    class Settings {
      get method() {
        return "PUT";
      }
      get body() {
        return "text";
      }
      get headers() {
        return { "if-match": "7" };
      }
    }
    for (const init of [write(), new Settings()]) {
      const { method, path, headers, init: sent, safe, read } = await prepare("/v1/x", init);
      assert.deepEqual([method, path, headers.get("if-match"), safe, read], ["PUT", "/v1/x", "7", true, false]);
      assert.equal(await new Response(sent.body).text(), "text");
    }
  });

  it("takes what is undefined for what is not there, and a body that is null too", async () => {
    for (const beside of [{ method: undefined }, { body: undefined }, { body: null }, { headers: undefined }]) {
      const request = new Request(`${api}/v1/x`, { method: "POST", body: "text", headers: { "if-match": "7" } });
      const { method, headers, init } = await prepare(request, beside as never);
      assert.deepEqual([method, headers.get("if-match")], ["POST", "7"], JSON.stringify(beside));
      assert.equal(await new Response(init.body).text(), "text");
    }
    const request = new Request(`${api}/v1/x`, { method: "POST", body: "text" });
    assert.equal((await prepare(request, { body: "other" })).init.body, "other");
  });

  it("knows the origin that stands for home, and nothing that only begins so", async () => {
    assert.equal((await prepare(`${homeOrigin}/v1/x?y`)).path, "/v1/x?y");
    assert.equal((await prepare(new URL(homeOrigin))).path, "/");
    const request = new Request(`${homeOrigin}/v1/x`, { method: "POST", body: "text", mode: "same-origin" });
    const { path, method, init } = await prepare(request);
    assert.deepEqual([path, method, init.mode], ["/v1/x", "POST", undefined]);
    for (const other of [homeOrigin, `${homeOrigin}.evil.test/x`, `${homeOrigin}:8443/x`, "http://home.invalid/x"]) {
      assert.equal((await prepare(other)).path, other);
    }
  });

  it("refuses with a TypeError what fetch would refuse", async () => {
    const locked = new Blob(["x"]).stream();
    locked.getReader();
    const used = new Request(`${api}/x`, { method: "POST", body: "x" });
    await used.text();
    const stream = () => new Blob(["x"]).stream();
    for (const [input, init] of [
      ["/x", { body: "x" }],
      ["/x", { method: "HEAD", body: "x" }],
      ["/x", { method: "GET", body: stream(), duplex: "half" }],
      ["/x", { method: "A B" }],
      ["/x", { method: "" }],
      ["/x", { method: "CONNECT" }],
      ["/x", { method: "TRACE" }],
      ["/x", { method: "POST", body: stream() }],
      ["/x", { method: "POST", body: locked, duplex: "half" }],
      ["/x", { headers: { "a b": "c" } }],
      ["/x", { headers: { a: "c\nd" } }],
      ["/x", { mode: "navigate" }],
      ["/x", { credentials: "some" }],
      ["/x", { cache: "any" }],
      ["/x", { redirect: "away" }],
      [used, {}],
      ["/x", used],
    ] as const) {
      await assert.rejects(prepare(input, init as never), TypeError, JSON.stringify(init));
    }
  });

  it("hands on what is the app's, and keeps what is its own from fetch", async () => {
    const signal = new AbortController().signal;
    const { init } = await prepare("/x", {
      signal,
      idempotencyKey: "k",
      hedge: true,
      keepalive: true,
      cache: "no-cache",
    });
    assert.deepEqual(init, { keepalive: true, cache: "no-cache" });
  });

  it("finds the path at home, and refuses what is elsewhere by name", () => {
    const home = homeResponse();
    assert.equal(pathAtHome("/v1/x", home), "/v1/x");
    for (const { api } of home.endpoints) {
      assert.equal(pathAtHome(`${api}/v1/x?y`, home), "/v1/x?y");
    }
    for (const asked of [api, `${api}.evil.test/`, "v1/x", "", "https://us.api.example.com/v1/x"]) {
      assert.throws(
        () => pathAtHome(asked, home),
        (error: any) => isHomeError(error, "outside-home") && error.message === `"${asked}" is no path, nor at home`,
      );
    }
  });

  /** A response that came from `url`, and whether anybody gave its body up. */
  function arrived(status: number, url = "", type = "basic") {
    const response = new Response(status === 204 || status === 304 ? null : "x", { status });
    Object.defineProperty(response, "url", { value: url });
    Object.defineProperty(response, "type", { value: type });
    const dropped: boolean[] = [];
    if (response.body) {
      response.body.cancel = async () => void dropped.push(true);
    }
    return { response, dropped };
  }

  it("refuses a redirect, a hidden one too, unless the app wants to see it", () => {
    for (const status of [301, 302, 303, 307, 308]) {
      const { response, dropped } = arrived(status, `${api}/x`);
      assert.throws(
        () => checkArrival(response, api, "follow"),
        (error: any) => isHomeError(error, "outside-home") && error.message === "no redirects",
      );
      assert.deepEqual(dropped, [true], "its connection is free again");
      checkArrival(arrived(status, `${api}/x`).response, api, "manual");
    }
    const hidden = arrived(200, "", "opaqueredirect");
    assert.throws(
      () => checkArrival(hidden.response, api),
      (error) => isHomeError(error, "outside-home"),
    );
    checkArrival(arrived(200, "", "opaqueredirect").response, api, "manual");
    for (const status of [200, 204, 304, 404, 500]) {
      const { response, dropped } = arrived(status, `${api}/x`);
      checkArrival(response, api);
      assert.deepEqual(dropped, []);
    }
  });

  it("refuses what came from elsewhere, wanted or not, and takes what does not say whence", () => {
    for (const url of [`${api}.evil.test/x`, "https://us.api.example.com/x", "http://ca.api.example.com/x", api]) {
      for (const redirect of ["follow", "manual"] as const) {
        assert.throws(() => checkArrival(arrived(200, url).response, api, redirect), url);
      }
    }
    checkArrival(arrived(200, "").response, api);
    checkArrival(arrived(200, `${api}/another`).response, api);
  });

  it("drops a response that has a body, and minds neither one without nor one that is in use", async () => {
    drop(undefined);
    drop(arrived(204).response);
    const { response, dropped } = arrived(200);
    drop(response);
    assert.deepEqual(dropped, [true]);
    const used = new Response("x");
    used.body!.getReader();
    drop(used);
    await new Promise(setImmediate);
  });
});

describe("client idempotency key", () => {
  it("is 128 bits at random, in 32 digits", () => {
    const keys = new Set(Array.from({ length: 200 }, createIdempotencyKey));
    assert.equal(keys.size, 200);
    for (const key of keys) {
      assert.match(key, /^[0-9a-f]{32}$/);
    }
  });

  it("is made of what the platform's generator gives, each byte in two digits", () =>
    on({ crypto: { getRandomValues: (bytes: Uint8Array) => bytes.map((_, index) => index) } }, () =>
      assert.equal(createIdempotencyKey(), "000102030405060708090a0b0c0d0e0f"),
    ));

  it("is as good as chance where there is no generator", async () => {
    const random = Math.random;
    let turn = 0;
    Math.random = () => (turn++ % 16) / 16;
    try {
      for (const crypto of [undefined, {}]) {
        await on({ crypto }, () => assert.equal(createIdempotencyKey(), "00102030405060708090a0b0c0d0e0f0"));
      }
    } finally {
      Math.random = random;
    }
  });
});

describe("client errors", () => {
  it("are told by name and code, across copies of the package", () => {
    const foreign = { name: "HomeError", code: "offline" };
    assert.deepEqual(
      [isHomeError(foreign), isHomeError(foreign, "offline"), isHomeError(foreign, "timeout")],
      [true, true, false],
    );
    for (const other of [null, undefined, new Error("x"), { name: "Error", code: "offline" }, "HomeError"]) {
      assert.equal(isHomeError(other), false);
    }
  });
});
