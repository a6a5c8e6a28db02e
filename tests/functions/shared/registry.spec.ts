import assert from "node:assert/strict";
import { registryReader } from "../../../functions/shared/registry";
import { registryRegionsFor } from "../../../model/topology";
import { error, result, type Scripted, startScripted } from "../support/scripted-api";

describe("the registry, read from a function", () => {
  let scripted: Scripted;
  const { AWS_ENDPOINT_URL_DYNAMODB } = process.env;
  before(async () => {
    scripted = await startScripted();
    process.env.AWS_ENDPOINT_URL_DYNAMODB = scripted.endpoint;
  });
  after(async () => {
    delete process.env.AWS_ENDPOINT_URL_DYNAMODB;
    Object.assign(process.env, AWS_ENDPOINT_URL_DYNAMODB && { AWS_ENDPOINT_URL_DYNAMODB });
    await scripted.stop();
  });
  beforeEach(() => {
    scripted.calls = [];
  });
  const regions = () =>
    scripted.calls.map(({ headers }) => /\/\d{8}\/([^/]+)\/dynamodb\//.exec(`${headers.authorization}`)?.[1]);
  const found = result(200, { Responses: { homes: [{ pk: { S: "a" }, version: { N: "7" } }] } });
  const refused = error(400, "AccessDeniedException");

  it("is read in the function's own Region, by the key that is asked for", async () => {
    scripted.replies = [found];
    assert.deepEqual(await registryReader("test", "ca-west-1", "homes", "files").get("a"), { pk: "a", version: 7 });
    assert.deepEqual(regions(), ["ca-west-1"]);
    assert.deepEqual(scripted.calls[0]!.input, { RequestItems: { homes: { Keys: [{ pk: { S: "a" } }] } } });
  });

  it("is read in the other Regions where it is not to be had, in the topology's order", async () => {
    const others = registryRegionsFor("us-west-2");
    scripted.replies = [...others.slice(1).map(() => refused), found];
    assert.equal((await registryReader("test", "us-west-2", "homes", "files").get("a"))?.version, 7);
    assert.deepEqual(regions(), others);
    assert.deepEqual(others, ["us-west-2", "us-east-1", "ca-central-1"]);
  });
});
