import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { Twin } from "../../../local/twin";
import { type Entry, entriesOf, exchange, rawRequests } from "../../support/raw-http";
import { startTestTwin } from "../../support/twin";

describe("broken requests", function () {
  this.timeout(180_000);
  let twin: Twin;
  let entries: Entry[];
  const linesOf = (kind: string) => twin.context.events.list().filter((event) => event.kind === kind);

  before(async () => {
    twin = await startTestTwin({ speed: 60 });
    entries = entriesOf(twin);
  });
  after(() => twin?.stop());

  it("reach every kind of entry", () => {
    const names = entries.map(({ name }) => name);
    const functions = ["COGNITO_IDENTITY_PROVIDER", "DYNAMODB", "KMS", "LAMBDA", "S3"].map(
      (name) => `AWS_ENDPOINT_URL_${name}`,
    );
    assert.deepEqual(names.toSorted(), ["API", ...functions, "cognito-idp", "control API", "load", "lookup", "proxy"]);
  });

  it("are answered with an error where the path cannot be decoded, and the timeline says so", async () => {
    for (const entry of entries) {
      const before = linesOf("bad-request").length;
      const text = Buffer.from("GET /%zz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
      const response = await exchange(entry, { text, ending: "waits" });
      assert.match(response, /^HTTP\/1\.1 4\d\d /, entry.name);
      assert.equal(linesOf("bad-request").length, before + 1, entry.name);
      assert.match(linesOf("bad-request").at(-1)!.message, /%zz/, entry.name);
    }
  });

  it("never end the twin, are never left without an end, and are no error of the twin", async () => {
    const hosts = [`ca.api.${twin.control.domain}`, `api.${twin.control.domain}`, new URL(twin.url).host];
    for (const entry of entries) {
      await fc.assert(
        fc.asyncProperty(rawRequests(twin, hosts), async (request) => {
          await exchange(entry, request);
        }),
        { numRuns: 150 },
      );
      assert.deepEqual(
        linesOf("error").map(({ subject, message }) => `${subject} ${message}`),
        [],
        entry.name,
      );
      assert.deepEqual(
        linesOf("twin-fault").map(({ subject, message }) => `${subject} ${message}`),
        [],
        entry.name,
      );
    }
  });
});
