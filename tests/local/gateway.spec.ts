/** What health checkers do not see: the certificate and the mapping of the name that users ask for. docs/decisions/0019. */
import assert from "node:assert/strict";
import type { Twin } from "../../local/twin";
import { callApi } from "../support/client-view";
import { endFaults } from "../support/fault-board";
import { answeringRegion, isAnswered, Person, settled, startTestTwin, unhealthySince, until } from "../support/twin";

const region = "ca-central-1";
const standby = "ca-west-1";
const host = "ca.api.example.com";
const minuteMs = 60_000;

describe("the name that the Regions of a jurisdiction share", function () {
  this.timeout(180_000);
  let twin: Twin;

  before(async () => {
    twin = await startTestTwin();
    await settled(twin);
  });
  after(() => twin?.stop());
  beforeEach(async () => {
    await answers(region);
    await twin.context.clock.sleep(60_000);
  });
  afterEach(() => {
    endFaults(twin.context.faults);
    assert.deepEqual(twin.context.ledger.crossings(), [], "personal data crossed a border");
  });

  const inject = (body: object) => callApi(twin, "/api/faults", body);
  const answering = () => answeringRegion(twin);
  const answers = (each: string) => isAnswered(twin, each);
  /** As somebody whose resolver has kept nothing. */
  const ask = async () => {
    const newcomer = new Person(twin, "Toronto");
    return newcomer.client
      .request(`https://${host}/livez`, { timeoutMs: 60_000 })
      .then(
        ({ status, body }) => `${status} ${body}`,
        ({ code }) => String(code),
      )
      .finally(() => newcomer.close());
  };

  for (const [kind, met] of [
    ["certificate-expired", /^CERT_HAS_EXPIRED$/],
    ["certificate-wrong-name", /^ERR_TLS_CERT_ALTNAME_INVALID$/],
    ["domain-unmapped", /^403 \{"message":"Forbidden"\}$/],
  ] as const) {
    it(`leads users to the sibling from ${kind}, which the Region's own health check does not see, and back`, async () => {
      const began = twin.context.clock.now();
      await inject({ kind, region });
      assert.match(await ask(), met);
      await answers(standby);
      const seconds = Math.round((twin.context.clock.now() - began) / 1000);
      console.log(`      ${kind}: ${standby} after ${seconds} s of the twin`);
      assert.ok(seconds < 60, `${seconds} s`);
      assert.match(await ask(), /^200 .*"region":"ca-west-1"/);
      assert.deepEqual(
        unhealthySince(twin, began).filter((message) => message.includes("/healthz")),
        [],
      );
      endFaults(twin.context.faults);
      await answers(region);
      assert.match(await ask(), /^200 .*"region":"ca-central-1"/);
    });
  }

  it("leads nobody anywhere where the sibling cannot look: the link is cut", async () => {
    const began = twin.context.clock.now();
    await inject({ kind: "link-cut", region, peerRegion: standby });
    await twin.context.clock.sleep(2 * minuteMs);
    assert.deepEqual([await answering(), unhealthySince(twin, began)], [region, []]);
  });

  it("leads nobody to a sibling that is no better: the primary is answered", async () => {
    await inject({ kind: "certificate-expired", region: standby });
    const told = async () => {
      const regional = new Person(twin, "Toronto");
      const { body } = await regional.client
        .request(`https://${region}.${host}/siblings`, { timeoutMs: 60_000 })
        .finally(() => regional.close());
      return JSON.parse(body.toString()).statements.includes(`leave ${standby}`) || undefined;
    };
    await until(told, "the primary tells it of its standby");
    await inject({ kind: "certificate-expired", region });
    await twin.context.clock.sleep(2 * minuteMs);
    assert.equal(await answering(), region);
  });
});
