/** What the client measures, taken by the real collector. */
import assert from "node:assert/strict";
import { createMeasure } from "../../../client/measure";
import { type ClientTwin, json } from "../../support/client-twin";
import { until } from "../../support/twin";

interface Taken {
  accepted: number;
  dropped: number;
  errors: { pointer: string; detail: string }[];
}

export function measureSuite(world: ClientTwin): void {
  /** A client whose measurements come to the collector, and what that says of them. */
  async function start() {
    const { home } = await world.start("Toronto", "acme");
    const taken: Taken[] = [];
    const bodies: { measurements: { kind: string; region: string | null }[]; dropped: number }[] = [];
    const measured = {
      ...home,
      get status() {
        return home.status;
      },
      fetch: (async (path, init) => {
        const response = await home.fetch(path, init);
        bodies.push(JSON.parse(String(init?.body)));
        taken.push((await response.clone().json()) as Taken);
        return response;
      }) as typeof home.fetch,
    };
    return { home, measured, taken, bodies };
  }

  it("is understood by the collector in all that it sends, a failover too", async () => {
    const { home, measured, taken, bodies } = await start();
    const measure = createMeasure(measured, { sampling: 1, maxBatch: 200 });
    for (let read = 0; read < 25; read++) {
      await home.fetch("/v1/profile");
    }
    world.twin.context.faults.add({ kind: "region-down", region: "ca-central-1" });
    for (let read = 0; read < 6; read++) {
      await home.fetch("/v1/profile");
    }
    await measure.flush();
    measure.stop();
    const sent = bodies.flatMap(({ measurements }) => measurements);
    const kinds = new Set(sent.map(({ kind }) => kind));
    assert.deepEqual([...kinds].sort(), ["failover", "lookup", "request"]);
    assert.equal(sent.find(({ kind }) => kind === "failover")?.region, "ca-west-1");
    const sum = taken.reduce((all, { accepted }) => all + accepted, 0);
    assert.deepEqual([sum, taken.flatMap(({ errors }) => errors)], [sent.length, []]);
  });

  it("sends no batch that the collector would not take", async () => {
    const { home, measured, taken } = await start();
    await home.ready();
    const measure = createMeasure(measured, { sampling: 1, maxBatch: 300, everySeconds: 3600 });
    for (let index = 0; index < 305; index++) {
      home.emit("measurement", { kind: "connect", at: Date.now(), ms: 1, status: 101 });
    }
    // The first 300 went as soon as they were there; the rest can follow when those have arrived.
    const remaining = () => measure.flush().then(() => taken.length === 2 || undefined);
    await until(remaining, "the rest");
    measure.stop();
    assert.deepEqual(
      taken.map(({ accepted, dropped }) => [accepted, dropped]),
      [
        [300, 0],
        [5, 0],
      ],
    );
    const many = Array.from({ length: 301 }, () => ({ kind: "connect", at: Date.now(), ms: 1 }));
    const response = await home.fetch("/v1/measurements", {
      method: "POST",
      headers: json,
      body: JSON.stringify({ measurements: many }),
    });
    assert.equal(response.status, 400, "300 is the limit that its documentation names");
  });
}
