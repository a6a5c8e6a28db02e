/** The client against the real stack programs: found homes, lost Regions, and nothing that crosses a border. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { createHomes } from "../../client/batch";
import { createHomeClient, isHomeError, memoryStorage } from "../../client/index";
import { createMeasure } from "../../client/measure";
import { fileStorage } from "../../client/node";
import { createOffline, type QueuedWrite } from "../../client/offline";
import type { Measurements } from "../../local/cloudwatch/types";
import { dynamodb } from "../../local/dynamodb/types";
import { lambda } from "../../local/lambda/types";
import { clientTwin, json, loseCanada, profileOf, save } from "../support/client-twin";
import { lookup } from "../support/home-response";
import { endHolds, until } from "../support/twin";
import { twinFetch } from "../support/twin-fetch";
import { keptSuite } from "./twin/kept";
import { leftSuite } from "./twin/left";
import { measureSuite } from "./twin/measure";
import { offlineSuite } from "./twin/offline";
import { requestSuite } from "./twin/requests";

/** A write that was done is no conflict when it is sent again. */
const onConflict = ({ body }: QueuedWrite, { status }: Response) => assert.fail(`${body} was refused with ${status}`);

describe("client against the twin", function () {
  this.timeout(150_000);
  const world = clientTwin();
  const { at, start } = world;

  for (const [place, organization, jurisdiction] of [
    ["Toronto", "acme", "CA"],
    ["Paris", "acme", "CA"],
    ["Chicago", "globex", "US"],
  ] as const) {
    it(`takes ${organization} from ${place} home to ${jurisdiction}, and straight there on the next start`, async () => {
      const folder = await mkdtemp(join(tmpdir(), "home-region-client-"));
      try {
        const { home, create, asked } = await start(place, organization, { storage: fileStorage(folder) });
        assert.equal((await save(home, { theme: "dark" }, { "if-none-match": "*" })).status, 200);
        assert.equal(asked[0], "api.example.com");
        asked.length = 0;
        const again = await create().fetch("/v1/profile");
        assert.equal(again.headers.get("home-jurisdiction"), jurisdiction);
        assert.deepEqual(((await again.json()) as { preferences: object }).preferences, { theme: "dark" });
        assert.deepEqual(asked, [`${jurisdiction.toLowerCase()}.api.example.com`]);
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  }

  it("goes on in the other Region of the jurisdiction while the primary is lost, and says so", async () => {
    const { home, asked } = await start("Toronto", "acme");
    const kinds: string[] = [];
    home.on("notice", ({ kind }) => kinds.push(kind));
    assert.equal((await save(home, { n: 1 }, { "if-none-match": "*" })).status, 200);
    for (let read = 0; read < 25; read++) {
      assert.equal((await home.fetch("/v1/profile")).status, 200);
    }
    const { id } = world.twin.context.faults.add({ kind: "region-down", region: "ca-central-1" });
    // One route may be broken by itself: that the Region is lost is known once no other has succeeded for a while.
    await until(
      async () => {
        const response = await home.fetch("/v1/profile");
        assert.equal(response.headers.get("home-jurisdiction"), "CA");
        return home.status.state === "failover" || undefined;
      },
      "the client says that it is served elsewhere",
      120_000,
    );
    assert.equal(home.status.region, "ca-west-1");
    world.twin.context.faults.remove(id);
    await endHolds(world.twin);
    await until(async () => {
      await home.fetch("/v1/profile");
      return home.status.state !== "failover" || undefined;
    }, "back in the primary");
    assert.deepEqual(kinds, ["failover", "returned"]);
    assert.ok(asked.every((host) => host === "api.example.com" || host.endsWith("ca.api.example.com")));
  });

  it("refuses to leave Canada when both of its Regions are lost", async () => {
    const { home, asked } = await start("Toronto", "acme", { timeouts: { firstByteMs: 1500 } });
    await home.ready();
    loseCanada(world.twin);
    await assert.rejects(home.fetch("/v1/profile"), (error) => isHomeError(error));
    await assert.rejects(home.fetch("/v1/profile", { method: "PUT", headers: json, body: "{}" }), (error) =>
      isHomeError(error),
    );
    assert.ok(asked.every((host) => host === "api.example.com" || host.endsWith("ca.api.example.com")));
  });

  it("goes on with its last known home while no lookup can be reached", async () => {
    const storage = memoryStorage();
    const first = await start("Toronto", "acme", { storage });
    await first.home.ready();
    const { home } = await start("Toronto", "acme", {
      storage,
      fetch: (input, init) =>
        String(input).startsWith(`${lookup}/`)
          ? Promise.reject(new TypeError("fetch failed"))
          : twinFetch(first.person.client)(input, init),
    });
    assert.equal((await home.fetch("/v1/profile")).headers.get("home-jurisdiction"), "CA");
    await assert.rejects(home.refresh(), (error) => isHomeError(error, "lookup-unreachable"));
  });

  it("corrects a stored home that is wrong at the first 421, before any data is read", async () => {
    const storage = memoryStorage();
    const first = await start("Chicago", "globex", { storage });
    const real = await first.home.ready();
    const canadian = await (await start("Toronto", "acme")).home.ready();
    const forged = { ...canadian, organization: real.organization, version: 7 };
    storage.setItem("home-region:api.example.com:globex", JSON.stringify({ at: Date.now(), home: forged }));
    const guest = await first.person.signIn("globex", { stack: "ca" });
    const { home, asked } = await start("Chicago", "globex", {
      storage,
      getToken: ({ home }) => (home.jurisdiction === "CA" ? guest : first.token),
    });
    const response = await home.fetch("/v1/profile");
    assert.equal(response.headers.get("home-jurisdiction"), "US");
    assert.deepEqual(asked, ["ca.api.example.com", "api.example.com", "us.api.example.com"]);
  });

  it("replays writes made while the Region was lost, once each, in order", async () => {
    const { home } = await start("Toronto", "acme", { storage: memoryStorage(), timeouts: { firstByteMs: 1500 } });
    const offline = createOffline(home, { user: "u1", onConflict });
    assert.equal((await save(offline, { n: 0 }, { "if-none-match": "*" })).status, 200);
    const bringBack = loseCanada(world.twin);
    for (const n of [1, 2, 3]) {
      const response = await save(offline, { n }, { "if-match": `"${n}"` });
      assert.equal(response.status, 202);
    }
    bringBack();
    await until(async () => (await offline.replay()) === 0 || undefined, "replayed");
    offline.stop();
    assert.deepEqual(await offline.setAside(), []);
    const { preferences, version } = await profileOf(home);
    assert.deepEqual([preferences, version], [{ n: 3 }, 4]);
  });

  for (const [where, other] of [
    ["the same Region", false],
    ["the other Region, once it has come there", true],
  ] as const) {
    it(`is answered again by ${where} when only the response of a queued write was lost`, async () => {
      const person = at("Toronto");
      const token = await person.signIn("acme");
      const puts: Response[] = [];
      let cut = true;
      const home = createHomeClient({
        lookup,
        organization: "acme",
        storage: memoryStorage(),
        getToken: () => token,
        async fetch(input, init) {
          const isPut = init?.method === "PUT";
          if (isPut && cut && puts.length > 0) {
            throw new TypeError("fetch failed");
          }
          const response = await twinFetch(person.client)(input, init);
          if (!isPut) {
            return response;
          }
          puts.push(response.clone());
          // The function has run and has answered; the connection is cut before the response is here.
          if (cut) {
            throw new TypeError("fetch failed");
          }
          return response;
        },
      });
      const offline = createOffline(home, { user: "u1", onConflict });
      assert.equal((await save(offline, { n: 1 }, { "if-none-match": "*" })).status, 202);
      const written = () => Object.values(world.twin.services.get(dynamodb).pending()).every((count) => count === 0);
      await until(async () => written() || undefined, "replication");
      const fault = other && world.twin.context.faults.add({ kind: "region-down", region: "ca-central-1" });
      cut = false;
      await until(async () => (await offline.replay().catch(() => 1)) === 0 || undefined, "replayed");
      if (fault) {
        world.twin.context.faults.remove(fault.id);
      }
      offline.stop();
      assert.deepEqual(await offline.setAside(), []);
      const [done, again] = [puts[0]!, puts.at(-1)!];
      assert.deepEqual(
        [done, again].map(({ status, headers }) => [
          status,
          headers.get("idempotency-replayed"),
          headers.get("home-region"),
        ]),
        [
          [200, null, "ca-central-1"],
          [200, "true", other ? "ca-west-1" : "ca-central-1"],
        ],
      );
      assert.equal(await again.text(), await done.text());
      assert.equal((await profileOf(home)).version, 1, "done once");
    });
  }

  it("sends what it measured to the home Region's collector, which keeps times and no names", async () => {
    const { home } = await start("Toronto", "acme");
    const measure = createMeasure(home, { sampling: 1 });
    for (let read = 0; read < 3; read++) {
      await home.fetch("/v1/profile");
    }
    await measure.flush();
    measure.stop();
    const own = { kind: "request", at: Date.now(), ms: 1, region: "ca-central-1", jurisdiction: "CA", status: 200 };
    const response = await home.fetch("/v1/measurements", {
      method: "POST",
      headers: json,
      body: JSON.stringify({
        measurements: [
          { ...own, attempts: 1, network: "Jane's phone" },
          { ...own, attempts: 1, network: "wifi", email: "jane@example.com" },
        ],
      }),
    });
    const { accepted, dropped, errors } = (await response.json()) as {
      accepted: number;
      dropped: number;
      errors: any[];
    };
    assert.deepEqual([response.status, accepted, dropped, errors[0].pointer], [202, 1, 1, "/measurements/1/email"]);
    const { metrics, issues } = (await (await fetch(`${world.twin.url}/api/measurements`)).json()) as Measurements;
    assert.deepEqual(issues, []);
    const dimensions = {
      Kind: "request",
      Region: "ca-central-1",
      Jurisdiction: "CA",
      Network: "unknown",
      Outcome: "refused",
    };
    const [first] = metrics.filter((metric) => isDeepStrictEqual(metric.dimensions, dimensions));
    assert.deepEqual([first?.name, first?.count], ["Duration", 3], "three reads of a profile that is not there");
    const logs = world.twin.services
      .get(lambda)
      .logs()
      .filter(({ resource }) => resource === "api-measurements");
    const text = await Promise.all(logs.map(({ file }) => readFile(file, "utf8").catch(() => "")));
    assert.match(text.join(""), /"Duration"/);
    assert.doesNotMatch(text.join(""), /org_|jane|@/i);
  });

  it("asks for many homes in one request", async () => {
    const person = at("Paris");
    let requests = 0;
    const fetch = twinFetch(person.client);
    const homes = createHomes({
      lookup,
      fetch: (input, init) => {
        requests++;
        return fetch(input, init);
      },
    });
    const [acme, globex, nobody] = await Promise.allSettled([homes("acme"), homes("globex"), homes("no-such-one")]);
    assert.equal(requests, 1);
    assert.equal(acme?.status === "fulfilled" && acme.value.jurisdiction, "CA");
    assert.equal(globex?.status === "fulfilled" && globex.value.jurisdiction, "US");
    assert.ok(nobody?.status === "rejected" && isHomeError(nobody.reason, "organization-unknown"));
  });

  offlineSuite(world);
  keptSuite(world);
  measureSuite(world);
  requestSuite(world);
  leftSuite(world);

  it("refuses an organization that nobody knows", async () => {
    const home = createHomeClient({ lookup, organization: "no-such-one", fetch: twinFetch(at("Toronto").client) });
    await assert.rejects(home.fetch("/v1/profile"), (error) => isHomeError(error, "organization-unknown"));
  });
});
