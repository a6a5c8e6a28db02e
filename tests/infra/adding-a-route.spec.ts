/** Adding a data route as CONTRIBUTING.md says: a row, a handler, a line. The function as it is declared then responses it. */
import assert from "node:assert/strict";
import { evaluateStacks } from "../../graph";
import { fromGateway, subject } from "../functions/support/gateway";
import { invokeCode } from "../functions/support/invoke";
import { acme, domain, globex, startTables, type Tables } from "../functions/support/tables";
import { follow, stepsOf } from "../support/recipes";
import { DeclaredStack, evaluatedStacks, temporaryProject } from "../support/stacks";

describe("adding a data route", function () {
  this.timeout(90_000);
  let tables: Tables;
  let ca: DeclaredStack;
  let standing: DeclaredStack;

  before(async () => {
    tables = await startTables();
    await tables.putOrganization({ organization: acme });
    await tables.putOrganization({ organization: globex, jurisdiction: "US" });
    standing = new DeclaredStack((await evaluatedStacks()).find(({ stack }) => stack === "ca")!);
    const project = temporaryProject();
    try {
      follow(stepsOf("CONTRIBUTING.md", "Add a route"), project.root);
      const graphs = await evaluateStacks({ root: project.root, stacks: ["global", "ca"] });
      ca = new DeclaredStack(graphs[1]!);
    } finally {
      project.remove();
    }
  });
  after(() => tables.stop());

  it("declares its path and methods, behind the authorizer, and touches nothing that was there", () => {
    const had = new Set(standing.list());
    assert.deepEqual(
      ca.list().filter((entry) => !had.delete(entry)),
      [
        "aws:apigateway/integration:Integration api-v1-notes-topic-options",
        "aws:apigateway/integration:Integration api-v1-notes-topic-post",
        "aws:apigateway/method:Method api-v1-notes-topic-options",
        "aws:apigateway/method:Method api-v1-notes-topic-post",
        "aws:apigateway/methodSettings:MethodSettings api-v1-notes-topic-options",
        "aws:apigateway/resource:Resource api-v1-notes",
        "aws:apigateway/resource:Resource api-v1-notes-topic",
        "aws:cloudwatch/metricAlarm:MetricAlarm alarms-api-post-v1-notes-topic-errors",
        "aws:cloudwatch/metricAlarm:MetricAlarm alarms-api-post-v1-notes-topic-latency",
      ],
    );
    assert.deepEqual([...had], []);
    const method = ca.get("aws:apigateway/method:Method", "api-v1-notes-topic-post").inputs;
    assert.deepEqual(
      [method.authorization, method.authorizerId],
      ["CUSTOM", ca.get("aws:apigateway/authorizer:Authorizer", "api").id],
    );
  });

  it("is answered by the function as it is declared: checks, home, parameters, CORS", async () => {
    const { code } = ca.get("aws:lambda/function:Function", "api-profile").inputs;
    const environment = {
      AWS_REGION: "ca-central-1",
      AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
      APP_ORIGINS: `app.${domain}`,
      DOMAIN: domain,
      JURISDICTION: "CA",
      REGISTRY_TABLE: "registry",
      SNAPSHOT_BUCKET: "snapshot",
      AWS_ENDPOINT_URL_S3: "http://127.0.0.1:9",
      PROFILE_TABLE: "profiles",
      IDEMPOTENCY_TABLE: "idempotency",
      REGIONS_TABLE: "regions",
    };
    const path = "/v1/notes/a%20b";
    const { responses } = await invokeCode(code["index.js"], environment, [
      fromGateway("POST", path, { body: "hello" }),
      fromGateway("POST", path, { body: "hello", organization: globex }),
      fromGateway("POST", path, { body: "x".repeat(1025) }),
      fromGateway("GET", path),
      fromGateway("GET", "/v1/profile"),
    ]);
    assert.deepEqual(
      responses.map(({ statusCode }) => statusCode),
      [201, 421, 413, 405, 404],
    );
    assert.deepEqual(JSON.parse(responses[0].body), { topic: "a b", by: subject, text: '"hello"' });
    assert.equal(responses[0].headers["access-control-allow-origin"], `https://app.${domain}`);
    assert.equal(responses[3].headers.allow, "POST, OPTIONS");
  });
});
