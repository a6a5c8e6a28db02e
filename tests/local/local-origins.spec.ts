import assert from "node:assert/strict";
import { withLocalOrigins } from "../../local/local-origins";
import { issueWithOrigins } from "../../model/origins";

describe("the twin's configuration", () => {
  const settings = (config: Record<string, string>) => ({ project: "p", stack: "ca", config, secretKeys: [] });

  it("lets web apps in development in, besides those that are configured", () => {
    const added = withLocalOrigins(settings({ "p:domain": "d", "p:appOrigins": "https://b.example" }));
    assert.deepEqual(added.config, {
      "p:domain": "d",
      "p:appOrigins": "https://b.example,http://localhost:*,http://127.0.0.1:*",
    });
    assert.equal(issueWithOrigins(added.config["p:appOrigins"]!), undefined);
    const { "p:appOrigins": alone } = withLocalOrigins(settings({ "p:appOrigins": "" })).config;
    assert.equal(alone, "http://localhost:*,http://127.0.0.1:*");
  });
});
