import assert from "node:assert/strict";
import fc from "fast-check";
import { maxMeasurements } from "../../../functions/measurements/batch";
import type { EmfDocument } from "../../../functions/measurements/emf";
import { measurements } from "../../../functions/measurements/service";
import type { Reply } from "../../../functions/shared/reply";
import { type Datum, dataOf } from "../../../local/cloudwatch/rules";
import { nobodyEvacuated } from "../support/evacuations";
import { request } from "../support/requests";
import { acme, domain } from "../support/tables";

const now = Date.UTC(2026, 5, 1, 12, 0, 30);
const user = { organization: acme, jurisdiction: "CA", subject: "jane-doe" };
const measurement = {
  kind: "request",
  at: now - 45_000,
  ms: 42,
  region: "ca-central-1",
  jurisdiction: "CA",
  status: 200,
  attempts: 1,
  network: "4g",
};

function post(body: unknown, more: object = {}) {
  const lines: string[] = [];
  const emit = (document: EmfDocument) => void lines.push(JSON.stringify(document));
  const context = {
    jurisdiction: "CA",
    domain,
    region: "ca-west-1",
    evacuations: nobodyEvacuated,
    now: () => now,
    emit,
  };
  const asked = request("POST", "/v1/measurements", { authorizer: user, body, ...more });
  const reply = measurements(asked, context) as Reply; // nothing here has to be waited for
  const found = lines.map((line) => dataOf(line) as { data: Datum[]; issues?: string[] });
  assert.deepEqual(
    found.flatMap(({ issues = [] }) => issues),
    [],
    "CloudWatch would make nothing of it",
  );
  const { response } = reply;
  return {
    ...reply,
    status: response.status,
    body: response.body && JSON.parse(response.body),
    lines,
    data: found.flatMap(({ data }) => data),
  };
}
const send = (...list: unknown[]) => post({ measurements: list, dropped: 0 });

describe("the collector", () => {
  it("makes metrics of what a client sends, of the minute in which it was measured", () => {
    const { status, body, data } = send(measurement, { ...measurement, ms: 58, attempts: 2 });
    assert.deepEqual([status, body], [202, { accepted: 2, dropped: 0, errors: [] }]);
    const time = Date.UTC(2026, 5, 1, 11, 59);
    const all = { Kind: "request", Region: "ca-central-1", Jurisdiction: "CA", Network: "fast", Outcome: "ok" };
    const few = { Kind: "request", Jurisdiction: "CA", Outcome: "ok" };
    const duration = {
      namespace: "HomeRegion/Clients",
      name: "Duration",
      unit: "Milliseconds",
      at: time,
      values: [42, 58],
    };
    assert.deepEqual(data, [
      { ...duration, dimensions: all },
      { ...duration, dimensions: few },
      { namespace: "HomeRegion/Clients", name: "Attempts", unit: "Count", at: time, values: [1, 2], dimensions: few },
    ]);
  });

  it("says how it ended in one of four words", () => {
    const outcome = (part: object) => send({ ...measurement, ...part }).data[0]!.dimensions.Outcome;
    assert.deepEqual(
      [200, 101, 304, 421, 429, 500, 503, 0].map((status) => outcome({ status })),
      ["ok", "ok", "ok", "refused", "refused", "failed", "failed", "none"],
    );
    assert.equal(outcome({ kind: "failover", status: 0 }), "ok");
    assert.equal(outcome({ kind: "connect", status: 0 }), "none");
  });

  it("keeps no word of the network that it does not know", () => {
    const network = (word: string) => send({ ...measurement, network: word });
    const classes = ["wifi", "slow-2g", "cellular", "", "Jane's iPhone"].map(
      (word) => network(word).data[0]!.dimensions.Network,
    );
    assert.deepEqual(classes, ["fast", "slow", "cellular", "unknown", "unknown"]);
    assert.doesNotMatch(network("Jane's iPhone").lines.join(), /Jane/);
  });

  it("takes measurements from before home was known", () => {
    const { dimensions } = send({ ...measurement, kind: "lookup", region: null, jurisdiction: null }).data[0]!;
    assert.deepEqual([dimensions.Region, dimensions.Jurisdiction], ["none", "none"]);
  });

  it("keeps to 100 values a document", () => {
    const { lines, data } = send(...Array.from({ length: 250 }, (_, ms) => ({ ...measurement, ms })));
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).Duration.length),
      [100, 100, 50],
    );
    const values = data.filter(({ name, dimensions }) => name === "Duration" && dimensions.Region);
    assert.deepEqual(
      values.flatMap((datum) => datum.values),
      Array.from({ length: 250 }, (_, ms) => ms),
    );
  });

  it("says what clients have lost before", () => {
    const { data } = post({ measurements: [measurement], dropped: 7 });
    const { at, ...lost } = data.at(-1)!;
    assert.equal(at, now);
    assert.deepEqual(lost, {
      namespace: "HomeRegion/Clients",
      name: "Lost",
      unit: "Count",
      dimensions: { Jurisdiction: "CA" },
      values: [7],
    });
  });

  for (const [field, value] of [
    ["kind", "click"],
    ["kind", "constructor"],
    ["at", now - 15 * 86_400_000],
    ["at", now + 3 * 3_600_000],
    ["at", "now"],
    ["ms", -1],
    ["ms", 1.5],
    ["ms", 3_600_001],
    ["region", "eu-central-1"],
    ["region", "jane@example.com"],
    ["jurisdiction", "FR"],
    ["status", 99],
    ["status", 600],
    ["attempts", 101],
    ["network", 4],
    ["network", "x".repeat(33)],
    ["email", "jane@example.com"],
    ["path", "/v1/people/jane"],
  ] as const) {
    it(`refuses a measurement with ${field} ${JSON.stringify(value).slice(0, 30)}, takes the others, and repeats no value`, () => {
      const { status, body, lines, response } = send(measurement, { ...measurement, [field]: value });
      assert.deepEqual([status, body.accepted, body.dropped], [202, 1, 1]);
      assert.deepEqual(
        body.errors.map((error: any) => error.pointer),
        [`/measurements/1/${field}`],
      );
      assert.equal(lines.length, 1);
      assert.doesNotMatch(lines.join() + response.body, /jane|eu-central-1|FR"|xxxx/);
    });
  }

  it("refuses measurements that are none", () => {
    const { body, lines } = send(null, [], "x", {});
    assert.deepEqual([body.accepted, body.dropped, lines.length], [0, 4, 0]);
    assert.deepEqual(
      body.errors.slice(0, 3),
      [0, 1, 2].map((time) => ({ pointer: `/measurements/${time}`, detail: "must be an object" })),
    );
    assert.equal(body.errors.length, 11, "each missing field is named");
  });

  for (const [what, body, code] of [
    ["what is no JSON", "{", "invalid-request"],
    ["a list", [measurement], "invalid-request"],
    ["no measurements", { measurements: [] }, "invalid-request"],
    ["measurements that are no list", { measurements: measurement }, "invalid-request"],
    ["more than 300", { measurements: Array(maxMeasurements + 1).fill({}) }, "invalid-request"],
    ["a body with more in it", { measurements: [measurement], user: "jane" }, "invalid-request"],
    ["a negative loss", { measurements: [measurement], dropped: -1 }, "invalid-request"],
    ["more than 64 KB", "x".repeat(64 * 1024 + 1), "body-too-large"],
  ] as const) {
    it(`refuses ${what}`, () => {
      const { code: found, lines, response, body: reported } = post(body);
      assert.equal(found, code);
      assert.match(reported.detail, /^.{15,}\.$/, "says what to do");
      if (code === "invalid-request") {
        assert.ok(reported.errors.length > 0);
      }
      assert.equal(response.headers["content-type"], "application/problem+json");
      assert.deepEqual(lines, []);
    });
  }

  it("refuses whoever the authorizer does not vouch for here", () => {
    for (const authorizer of [{}, { ...user, jurisdiction: "US" }, { ...user, organization: "acme" }]) {
      assert.equal(post({ measurements: [measurement] }, { authorizer }).status, 401);
    }
  });

  it("refuses forms, other methods and other paths", () => {
    const asked = { measurements: [measurement] };
    assert.equal(post(asked, { headers: { "content-type": "text/plain" } }).code, "media-type-unsupported");
    assert.deepEqual(post(asked, { method: "GET" }).response.headers.allow, "POST, OPTIONS");
    assert.equal(post(asked, { path: "/v1/measurement" }).code, "path-unknown");
    for (const more of [
      { headers: { "content-type": "text/plain" } },
      { method: "GET" },
      { path: "/" },
      { authorizer: {} },
    ]) {
      assert.match(post(asked, more).body.detail, /^.{15,}\.$/, "says what to do");
    }
  });

  it("takes a body of exactly 64 KB", () => {
    const text = JSON.stringify({ measurements: [measurement] });
    assert.equal(post(text + " ".repeat(64 * 1024 - text.length)).status, 202);
  });

  it("answers a browser before anyone is signed in", () => {
    const { status, response } = post(undefined, { method: "OPTIONS", authorizer: {} });
    assert.equal(status, 204);
    assert.deepEqual(
      ["access-control-allow-origin", "access-control-allow-headers", "timing-allow-origin"].map(
        (name) => response.headers[name],
      ),
      ["https://app.example.test", "authorization, content-type", "https://app.example.test"],
    );
  });

  it("lets its log know neither organization nor user, whatever comes", () =>
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
        const found = post(JSON.stringify({ measurements: [a, { ...measurement, ...(b as object) }] }));
        const { response: _, body: __, status: ___, data: ____, ...facts } = found;
        assert.doesNotMatch(JSON.stringify(facts), /org_|jane-doe/);
      }),
    ));
});
