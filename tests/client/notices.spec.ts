import assert from "node:assert/strict";
import { ok, primary, setUp, standby } from "../support/acme-client";
import { homeResponse } from "../support/home-response";
import { on } from "../support/platform";

const network = () => ({ fault: "network" as const });

describe("client notices", () => {
  it("tells in the language of the user, with what the app has of its own", async () => {
    for (const [language, texts, expected] of [
      [undefined, {}, /^We are running from our second site \(ca-west-1\)\. Your data stays in CA\.$/],
      ["fr-CA", {}, /second site \(ca-west-1\).*\(CA\)\.$/],
      ["fr", {}, /^Nous utilisons/],
      ["fry", {}, /^We are/],
      ["en-FR", {}, /^We are/],
      ["fr", { failover: "{region} {nothing} {jurisdiction}" }, /^ca-west-1 {2}CA$/],
    ] as const) {
      const navigator = language === undefined ? {} : { language };
      await on({ navigator }, async () => {
        const { virtual, home, notices } = setUp({ texts });
        await virtual.run(home.fetch("/v1/profile"));
        virtual.hosts.set(primary, network);
        for (let call = 0; call < 3; call++) {
          await virtual.run(home.fetch("/v1/profile"));
        }
        assert.match(notices[0]!.text, expected);
        const { kind, jurisdiction, region, since, detail } = notices[0]!;
        assert.deepEqual(
          [kind, jurisdiction, region, since, detail],
          ["failover", "CA", "ca-west-1", home.status.since, null],
        );
      });
    }
  });

  it("tells of a move, its end, and a temporary region, once each, in the lookup's words", async () => {
    const { virtual, home, notices } = setUp();
    const say = async (version: number, changes: object, jurisdiction: "CA" | "US" = "CA") => {
      virtual.hosts.set("api.example.com", () => ({
        status: 200,
        body: homeResponse(jurisdiction, { version, ...changes }),
      }));
      await virtual.run(virtual.sleep(10));
      await virtual.run(home.refresh());
    };
    await virtual.run(home.ready());
    const since = "2026-02-03T00:00:00.000Z";
    await say(2, { state: "moving", notice: { code: "moving", message: "until noon", since } });
    await say(3, { state: "moving" });
    await say(4, {}, "US");
    const temporary = { code: "temporary-region", message: "as agreed", since };
    await say(5, { notice: temporary }, "US");
    await say(6, { notice: temporary }, "US");
    await say(7, {}, "US");
    assert.deepEqual(
      notices.map(({ kind, region, detail }) => [kind, region, detail]),
      [
        ["moving", "ca-central-1", "until noon"],
        ["moved", "us-east-1", null],
        ["temporary-region", null, "as agreed"],
      ],
    );
    assert.equal(notices[0]!.since, since);
    assert.match(notices[1]!.text, /now lives in (CA|US)\./);
  });

  it("tells of a return, but not of the first arrival", async () => {
    const { virtual, home, notices, statuses } = setUp();
    await virtual.run(home.fetch("/v1/profile"));
    assert.equal(notices.length, 0);
    const before = new Map(virtual.hosts);
    for (const host of before.keys()) {
      virtual.hosts.set(host, network);
    }
    await virtual.run(home.fetch("/v1/profile").catch(() => {}));
    for (const [host, handler] of before) {
      virtual.hosts.set(host, handler);
    }
    await virtual.run(home.fetch("/v1/profile"));
    assert.deepEqual(
      notices.map(({ kind, since }) => [kind, since]),
      statuses.slice(1).map(({ state, since }) => [state === "home" ? "returned" : state, since]),
    );
    assert.deepEqual(
      notices.map(({ kind }) => kind),
      ["offline", "returned"],
    );
  });

  it("tells what is so from the first response on", async () => {
    const since = "2026-02-03T00:00:00.000Z";
    for (const changes of [
      { state: "moving" as const, notice: { code: "moving", message: "until noon", since } },
      { notice: { code: "temporary-region", message: "as agreed", since } },
    ]) {
      const { virtual, home, notices } = setUp();
      virtual.hosts.set("api.example.com", () => ({ status: 200, body: homeResponse("CA", changes) }));
      await virtual.run(home.ready());
      assert.deepEqual(
        notices.map(({ kind, detail, since }) => [kind, detail, since]),
        [[changes.notice.code, changes.notice.message, since]],
      );
    }
  });

  it("tells of no return where no Region of home answers any more", async () => {
    const { virtual, home, notices } = setUp({ hedge: false });
    await virtual.run(home.ready());
    virtual.hosts.set(primary, network);
    virtual.hosts.set(standby, network);
    for (let call = 0; call < 3; call++) {
      await virtual.run(home.fetch("/v1/profile").catch(() => {}));
    }
    assert.equal(home.status.state, "unavailable");
    assert.deepEqual(notices, []);
  });

  it("tells of a second site once that has answered, not where the user's browser keeps all answers away", async () => {
    const { virtual, home, notices } = setUp({ hedge: false, retries: 0 });
    await virtual.run(home.ready());
    virtual.hosts.set(primary, network);
    virtual.hosts.set(standby, network);
    const post = () => virtual.run(home.fetch("/v1/profile", { method: "POST", body: "x" }).catch(() => {}));
    for (let call = 0; call < 4; call++) {
      await post();
    }
    assert.deepEqual([home.status.state, home.status.region, notices], ["home", "ca-central-1", []]);
    virtual.hosts.set(standby, ok);
    await post();
    assert.deepEqual([home.status.state, home.status.why], ["failover", "failures"]);
    assert.deepEqual(
      notices.map(({ kind }) => kind),
      ["failover"],
    );
  });

  it("tells of nothing where a hedge was won by the other Region", async () => {
    const { virtual, home, notices } = setUp();
    await virtual.run(home.fetch("/v1/profile"));
    virtual.hosts.set(primary, (request) => ({ ...ok(request), delayMs: 5000 }) as never);
    assert.equal(await (await virtual.run(home.fetch("/v1/profile"))).json(), standby);
    assert.deepEqual([home.status.state, notices], ["home", []]);
  });
});
