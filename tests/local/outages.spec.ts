/** One service of a primary Region is gone, and everything else works: docs/architecture.md, "When something is gone". */
import assert from "node:assert/strict";
import type { Twin } from "../../local/twin";
import { callApi } from "../support/client-view";
import { endFaults } from "../support/fault-board";
import {
  answeringRegion,
  endHolds,
  Person,
  problemOf,
  settled,
  startTestTwin,
  unhealthySince,
  until,
} from "../support/twin";

const region = "ca-central-1";
const standby = "ca-west-1";
const host = "ca.api.example.com";

describe("a Region that is reachable and useless", function () {
  this.timeout(180_000);
  let twin: Twin;
  let toronto: Person;
  let token: string;

  before(async () => {
    twin = await startTestTwin();
    await settled(twin);
    toronto = new Person(twin, "Toronto");
    await signIn();
    await until(async () => (await profile()).headers["home-region"] === region || undefined, `${region} serves`);
    toronto.close();
  });
  after(() => twin?.stop());
  beforeEach(async () => {
    // A resolver that has not asked yet: what it asks, Route 53 answers now.
    toronto = new Person(twin, "Toronto");
    await signIn();
  });
  afterEach(async () => {
    toronto.close();
    clear();
    await endHolds(twin);
    await until(async () => (await answering()) === region || undefined, `${region} is answered again`);
    assert.deepEqual(twin.context.ledger.crossings(), [], "personal data crossed a border");
  });

  /** Anew for each test: all of them take longer than a token lives. */
  const signIn = async () => {
    token = await toronto.signIn("acme");
  };
  const clear = () => endFaults(twin.context.faults);
  const inject = (body: object) => callApi(twin, "/api/faults", body);
  /** Whose address Route 53 gives. */
  const answering = () => answeringRegion(twin);
  const profile = () => toronto.profile("CA", token, { timeoutMs: 120_000 });
  const lookup = () => toronto.lookup("acme");

  const outages: [string, object][] = [
    ["DynamoDB", { kind: "service-errors", service: "dynamodb" }],
    ["its key", { kind: "service-errors", service: "kms", error: "disabled" }],
    ["the profile function, which hangs", { kind: "service-down", service: "lambda", resource: "api-profile" }],
    ["the authorizer", { kind: "service-errors", service: "lambda", resource: "api-authorizer" }],
    ["Lambda", { kind: "service-down", service: "lambda" }],
  ];
  for (const [what, fault] of outages) {
    it(`is left within 60 s for its standby without ${what}, and lookups go on`, async () => {
      const { clock } = twin.context;
      const began = clock.now();
      await inject({ ...fault, region });
      await until(async () => (await answering()) === standby || undefined, `${standby} is answered`);
      const seconds = Math.round((clock.now() - began) / 1000);
      console.log(`      ${what}: ${standby} after ${seconds} s of the twin`);
      assert.ok(seconds < 60, `${seconds} s`);
      const served = await profile();
      assert.deepEqual([served.status, served.headers["home-region"]], [404, standby], "nothing is saved yet");
      await until(async () => (await lookup()).jurisdiction === "CA" || undefined, "lookups are answered");
    });
  }

  it("has alarms that ring for the users who are refused, and for being left", async () => {
    await inject({ kind: "service-errors", service: "lambda", resource: "api-profile", region });
    for (let user = 0; user < 5; user++) {
      assert.equal((await profile()).status, 502);
    }
    const ringing = async () => {
      const { alarms } = await callApi(twin, "/api/state");
      return alarms.map(({ about, name }: { about: string; name: string }) => `${about} ${name}`);
    };
    for (const name of ["api-get-v1-profile-errors", "failover"]) {
      const rings = async () => (await ringing()).includes(`${region} alarms-${name}`) || undefined;
      await until(rings, `alarm ${name} rings`);
    }
  });

  it("is not left without its replica of the registry: another Region's is read", async () => {
    const seen = twin.context.clock.now();
    await inject({ kind: "registry-cut-off", region });
    const launched = await twin.control.runJourney({
      organization: "maple-health",
      place: "Toronto",
      returning: false,
    });
    assert.equal(launched.failure, null, "a first launch of an organization that nobody has asked for");
    for (let round = 0; round < 10; round++) {
      assert.equal((await profile()).headers["home-region"], region);
      await twin.context.clock.sleep(10_000);
    }
    assert.equal(await answering(), region);
    assert.deepEqual(unhealthySince(twin, seen), []);
  });

  it("is not left for a blip of three seconds", async () => {
    const seen = twin.context.clock.now();
    await inject({ kind: "service-errors", service: "dynamodb", region });
    await twin.context.clock.sleep(3000);
    clear();
    await twin.context.clock.sleep(60_000);
    assert.deepEqual(unhealthySince(twin, seen), []);
  });

  it("is answered all the same where its standby is useless too", async () => {
    const seen = twin.context.clock.now();
    // What is asked for once is known afterwards.
    await lookup();
    await inject({ kind: "service-errors", service: "dynamodb", region });
    await inject({ kind: "service-errors", service: "dynamodb", region: standby });
    const isOut = () => unhealthySince(twin, seen).some((message) => message.includes(`${standby}.${host}/healthz`));
    await until(async () => isOut() || undefined, "both are unhealthy");
    await twin.context.clock.sleep(60_000);
    assert.equal(await answering(), region);
    // A new environment of the authorizer knows no pool yet, and refuses with 500.
    const unavailable = async () => {
      const response = await profile();
      assert.ok(response.status >= 500, `served with ${response.status}`);
      return response.status === 503 ? response : undefined;
    };
    const refused = await until(unavailable, "an authorizer that knows its pools answers");
    // The registry is in the same tables' Regions: whichever is read first says no.
    assert.match(problemOf(refused).code, /^(profile|registry)-unavailable$/);
    await until(
      async () => (await lookup()).jurisdiction === "CA" || undefined,
      "an environment that knows it answers",
    );
  });
});
