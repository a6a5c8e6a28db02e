import assert from "node:assert/strict";
import { appOrigins, hostsOf, isAllowed, originsOfHosts, timingOrigins } from "../../model/origins";

const app = "https://app.example.com";

describe("origins of web apps", () => {
  it("are the app's own, first, and those that are configured, once each", () => {
    assert.deepEqual(appOrigins("example.com", ""), [app]);
    assert.deepEqual(appOrigins("example.com", ` https://b.example, ${app},, http://localhost:* `), [
      app,
      "https://b.example",
      "http://localhost:*",
    ]);
  });

  it("are compared whole, with any port only where that is said", () => {
    const allowed = [app, "http://localhost:*", "http://127.0.0.1:3000"];
    for (const origin of [
      app,
      "http://localhost",
      "http://localhost:1",
      "http://localhost:65535",
      "http://127.0.0.1:3000",
    ]) {
      assert.equal(isAllowed(allowed, origin), true, origin);
    }
    for (const origin of [
      "",
      "null",
      "*",
      `${app}:443`,
      `${app}.evil.example`,
      "https://app.example.co",
      "http://localhost:",
      "http://localhost:*",
      "http://localhost:80.evil.example",
      "http://localhost.evil.example",
      "http://localhost:123456",
      "http://127.0.0.1:3001",
    ]) {
      assert.equal(isAllowed(allowed, origin), false, origin);
    }
  });

  it("reach functions as hosts, and are the same there", () => {
    const origins = [
      app,
      "https://b.example:8443",
      "https://localhost.example",
      "http://localhost",
      "http://127.0.0.1:*",
    ];
    const hosts = "app.example.com,b.example:8443,localhost.example,localhost,127.0.0.1:*";
    assert.equal(hostsOf(origins), hosts);
    assert.deepEqual(originsOfHosts(hosts), origins);
  });

  it("see what connecting took: those alone, or all where any port is allowed", () => {
    assert.equal(timingOrigins([app, "https://b.example"]), `${app}, https://b.example`);
    assert.equal(timingOrigins([app, "http://127.0.0.1:*"]), "*");
  });
});
