/** An app goes on while its home's primary is left: evacuated by an operator, or held after a failover. */
import assert from "node:assert/strict";
import type { HomeClient } from "../../../client/index";
import { regionCommand } from "../../../ops/region";
import { run } from "../../ops/shared/run";
import type { ClientTwin } from "../../support/client-twin";
import { save } from "../../support/client-twin";
import { callApi } from "../../support/client-view";
import { answeringRegion, isAnswered, until } from "../../support/twin";

const region = "ca-central-1";
const standby = "ca-west-1";
const minuteMs = 60_000;

/** Reads and writes, one after the other, until it is ended. */
function going(home: HomeClient) {
  const seen: { status: number | string; region: string | null; write: boolean }[] = [];
  let ended = false;
  const note = (write: boolean) => (response: Response) => {
    seen.push({ status: response.status, region: response.headers.get("home-region"), write });
    return response;
  };
  const failed = (error: { code?: string }) =>
    void seen.push({ status: String(error.code), region: null, write: false });
  const done = (async () => {
    for (let n = 0; !ended; n++) {
      const read = await home.fetch("/v1/profile").then(note(false), failed);
      const etag = read?.headers.get("etag");
      const condition: Record<string, string> = etag ? { "if-match": etag } : { "if-none-match": "*" };
      await save(home, { n }, condition).then(note(true), failed);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  })();
  return {
    seen,
    /** A version that the other Region does not have yet is an answer, not a refusal. */
    refused: () => seen.filter(({ status, write }) => !(status === 200 || status === 404 || (write && status === 412))),
    wrote: (where: string) =>
      seen.filter(({ region, write, status }) => write && status === 200 && region === where).length,
    end: () => {
      ended = true;
      return done;
    },
  };
}

export function leftSuite(world: ClientTwin): void {
  const operator = {
    now: () => new Date(0),
    sleep: (ms: number) => world.twin.context.clock.sleep(ms),
    ask: async () => undefined,
  };
  const order = (verb: string) => run(regionCommand(operator), verb, region, "--by", "test", "--twin", world.twin.url);
  const answering = () => answeringRegion(world.twin);
  const answers = (each: string) => isAnswered(world.twin, each);
  const insideCanada = (asked: string[]) =>
    assert.ok(asked.every((host) => host === "api.example.com" || host.endsWith("ca.api.example.com")));

  /** An app that starts is served there; one that has a connection to the standby goes on there as long as it lasts. */
  const isReturnedTo = async (app: ReturnType<typeof going>) => {
    await answers(region);
    const { home } = await world.start("Toronto", "acme");
    const served = async () => (await home.fetch("/v1/profile")).headers.get("home-region") === region || undefined;
    await until(served, `${region} serves`);
    const before = app.seen.length;
    await until(async () => app.seen.length > before + 20 || undefined, "it goes on");
  };

  it("is refused nothing while its primary is evacuated and returned, and writes in the one that serves", async () => {
    await answers(region);
    const { home, asked } = await world.start("Toronto", "acme");
    const app = going(home);
    try {
      await until(async () => app.wrote(region) > 10 || undefined, "it writes in the primary");
      assert.equal((await order("evacuate")).code, 0);
      await answers(standby);
      await until(async () => app.wrote(standby) > 10 || undefined, "it writes in the standby");
      assert.equal((await order("return")).code, 0);
      await isReturnedTo(app);
    } finally {
      await app.end();
    }
    assert.deepEqual(app.refused(), [], `of ${app.seen.length}`);
    insideCanada(asked);
  });

  it("is refused nothing while its primary fails, is held, and is returned to", async () => {
    await answers(region);
    const { home, asked } = await world.start("Toronto", "acme");
    const app = going(home);
    try {
      await until(async () => app.wrote(region) > 10 || undefined, "it writes in the primary");
      const fault = { kind: "service-errors", service: "lambda", resource: "api-profile", region } as const;
      const { id } = world.twin.context.faults.add(fault);
      await answers(standby);
      const held = async () => (await callApi(world.twin, "/api/state")).holds[region];
      await until(held, "the hold is written");
      world.twin.context.faults.remove(id);
      // Longer than health checkers need to find it well.
      await world.twin.context.clock.sleep(2 * minuteMs);
      assert.equal(await answering(), standby, "it is held");
      assert.ok(app.wrote(standby) > 10);
      assert.equal((await order("return")).code, 0);
      await isReturnedTo(app);
    } finally {
      await app.end();
    }
    assert.deepEqual(app.refused(), [], `of ${app.seen.length}`);
    insideCanada(asked);
  });
}
