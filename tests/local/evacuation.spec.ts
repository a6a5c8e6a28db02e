/** An operator takes a Region out of service with the real tool, and back: docs/decisions/0016. */
import assert from "node:assert/strict";
import type { Twin } from "../../local/twin";
import { type Operator, regionCommand } from "../../ops/region";
import { run } from "../ops/shared/run";
import { callApi } from "../support/client-view";
import { endFaults } from "../support/fault-board";
import { answeringRegion, isAnswered, Person, problemOf, settled, startTestTwin, until } from "../support/twin";

const region = "ca-central-1";
const standby = "ca-west-1";

describe("evacuating a Region", function () {
  this.timeout(180_000);
  let twin: Twin;
  let toronto: Person;
  let token: string;
  let typed: string | undefined;

  before(async () => {
    twin = await startTestTwin();
    await settled(twin);
    await until(async () => (await healthy()) || undefined, "all health checks have data");
  });
  after(() => twin?.stop());
  beforeEach(async () => {
    typed = undefined;
    toronto = new Person(twin, "Toronto");
    token = await toronto.signIn("acme");
  });
  afterEach(async () => {
    toronto.close();
    endFaults(twin.context.faults);
    for (const each of [standby, region]) {
      await until(
        async () => (await tool("return", each, "--by", "test")).code === 0 || undefined,
        `${each} is returned`,
      );
    }
    await until(async () => ((await healthy()) && (await answering()) === region) || undefined, "all is as before");
    assert.deepEqual(twin.context.ledger.crossings(), [], "personal data crossed a border");
  });

  const healthy = async () => Object.values((await state()).regions).every((health) => health === "healthy");
  const state = async () => (await fetch(`${twin.url}/api/state`)).json() as Promise<Record<string, any>>;
  const operator = (): Operator => ({
    now: () => new Date(twin.context.clock.now()),
    sleep: (ms) => twin.context.clock.sleep(ms),
    ask: async () => typed,
  });
  const tool = (...args: string[]) => run(regionCommand(operator()), ...args, "--twin", twin.url);
  const answering = () => answeringRegion(twin);
  const ask = (host: string) =>
    toronto.client.request(`https://${host}/v1/profile`, {
      headers: { authorization: `Bearer ${token}` },
      timeoutMs: 120_000,
    });
  const own = (each: string) => ask(`${each}.ca.api.example.com`);
  /** Asked until it is heard there, which takes 5 s of the twin. */
  const refused = (each: string) =>
    until(async () => {
      const response = await own(each);
      return response.status === 503 && problemOf(response).code === "evacuated" ? response : undefined;
    }, `${each} refuses`);
  const answers = (each: string) => isAnswered(twin, each);

  it("leads everybody to the standby within 60 s, and refuses data in the Region itself, until it is returned", async () => {
    const began = twin.context.clock.now();
    const evacuated = await tool("evacuate", region, "--by", "jane on call");
    assert.deepEqual([evacuated.code, evacuated.stderr], [0, ""]);
    assert.match(evacuated.stdout, /^ca-central-1 is evacuated, by order of jane on call, written through ca-west-1\n/);
    await answers(standby);
    const seconds = (twin.context.clock.now() - began) / 1000;
    console.log(`      ${standby} is answered after ${Math.round(seconds)} s of the twin`);
    assert.ok(seconds < 60, `${seconds} s`);
    const problem = problemOf(await refused(region));
    assert.doesNotMatch(JSON.stringify(problem), /jane/);
    assert.equal((await own(standby)).headers["home-region"], standby);
    // A resolver that has not asked yet.
    toronto.close();
    toronto = new Person(twin, "Toronto");
    const served = await ask("ca.api.example.com");
    assert.deepEqual([served.status, served.headers["home-region"]], [404, standby], "nothing is saved yet");

    const { stdout } = await tool("status", region);
    assert.match(stdout, /^ {2}ca-central-1 +\/healthz: evacuated \(503 in \d+ ms\)$/m);
    assert.match(stdout, /read in ca-central-1: evacuated since \S+Z by jane on call$/m);
    assert.match(stdout, /read in ca-west-1: evacuated since \S+Z by jane on call$/m);
    assert.match(stdout, /^ {4}ca-west-1 tells health checkers to leave it$/m);
    assert.equal((await state()).evacuations[region].by, "jane on call");
    const again = await tool("evacuate", region, "--by", "joe");
    assert.match(again.stdout, /was evacuated before since \S+ by jane on call; nothing was written/);

    const returned = await tool("return", region, "--by", "joe");
    assert.match(returned.stdout, /^ca-central-1 is returned, by order of joe, written through ca-west-1\n/);
    await answers(region);
    await until(async () => (await own(region)).status === 404 || undefined, "data is served again");
    await until(async () => (await state()).evacuations[region] === undefined || undefined, "the page says so");
  });

  it("works with the Region's own API gone, and holds when it is back", async () => {
    await callApi(twin, "/api/faults", { kind: "service-down", service: "api-gateway", region });
    const evacuated = await tool("evacuate", region, "--by", "jane");
    assert.deepEqual([evacuated.code, evacuated.stderr], [0, ""]);
    assert.match(evacuated.stdout, /written through ca-west-1/);
    await answers(standby);
    endFaults(twin.context.faults);
    await refused(region);
    await twin.context.clock.sleep(60_000);
    assert.equal(await answering(), standby);
  });

  it("refuses to lead people back to an evacuated primary's data while its standby is dead, and returns it through itself", async () => {
    await tool("evacuate", region, "--by", "jane");
    await answers(standby);
    await refused(region);
    await callApi(twin, "/api/faults", { kind: "region-down", region: standby });
    await answers(region);
    assert.equal(problemOf(await own(region)).code, "evacuated");
    const returned = await tool("return", region, "--by", "jane");
    assert.match(returned.stdout, /written through ca-central-1\nca-central-1 itself tells health checkers/);
    await until(async () => (await own(region)).status === 404 || undefined, "data is served again");
  });

  it("refuses to evacuate the last Region unless its name is typed, and then serves nothing anywhere", async () => {
    assert.equal((await tool("evacuate", standby, "--by", "jane")).code, 0);
    await refused(standby);
    for (const word of [undefined, "yes", standby]) {
      typed = word;
      const { code, stdout, stderr } = await tool("evacuate", region, "--by", "jane");
      assert.deepEqual([code, stdout], [1, ""]);
      assert.match(
        stderr,
        /^ca-central-1 is the last Region that serves CA: .*; nothing was written; fix: type its name/,
      );
    }
    assert.equal((await state()).evacuations[region], undefined);
    typed = region;
    assert.equal((await tool("evacuate", region, "--by", "jane")).code, 0);
    for (const each of [region, standby]) {
      await refused(each);
    }
    await until(async () => (await state()).regions[region] === "unhealthy" || undefined, "both are unhealthy");
    assert.equal(await answering(), region);
  });
});
