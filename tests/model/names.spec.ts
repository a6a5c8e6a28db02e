import assert from "node:assert/strict";
import * as names from "../../model/names";

describe("names", () => {
  it("puts data under the jurisdiction's name and lookups under the global one", () => {
    assert.equal(names.lookupHost("example.ca"), "api.example.ca");
    assert.equal(names.apiHost("CA", "example.ca"), "ca.api.example.ca");
    assert.equal(names.regionalApiHost("ca-west-1", "example.ca"), "ca-west-1.ca.api.example.ca");
    assert.equal(names.websocketHost("US", "example.ca"), "us.ws.example.ca");
    assert.equal(names.regionalWebsocketHost("us-west-2", "example.ca"), "us-west-2.us.ws.example.ca");
  });

  it("has one name for the web app, and one for a pool's tokens", () => {
    assert.equal(names.appHost("example.ca"), "app.example.ca");
    assert.equal(names.appOrigin("example.ca"), "https://app.example.ca");
    assert.equal(
      names.poolIssuer("ca-west-1", "ca-west-1_a"),
      "https://cognito-idp.ca-west-1.amazonaws.com/ca-west-1_a",
    );
  });

  it("gives a jurisdiction's tables one name in each of its Regions", () => {
    assert.equal(names.jurisdictionTableName("home-region", "CA", "profiles"), "home-region-ca-profiles");
    assert.equal(names.registryTableName("home-region"), "home-region-registry");
  });

  it("lists what more than one Region serves, each validated where it is served", () => {
    assert.deepEqual(names.sharedHosts("example.ca"), [
      { label: "lookup", hostname: "api.example.ca", region: "ca-central-1", jurisdiction: "any" },
      { label: "ca-api", hostname: "ca.api.example.ca", region: "ca-central-1", jurisdiction: "CA" },
      { label: "us-api", hostname: "us.api.example.ca", region: "us-east-1", jurisdiction: "US" },
    ]);
  });

  it("refuses a Region that the topology does not have", () => {
    assert.throws(() => names.regionalApiHost("eu-west-3", "example.ca"), /"eu-west-3" is not in model\/topology\.ts/);
  });
});
