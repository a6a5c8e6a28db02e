import assert from "node:assert/strict";
import type { ReadItems } from "../../../functions/shared/batch-reader";
import { hedgeMs, readReplicas, replicaBackoffSeconds } from "../../../functions/shared/replicas";
import { ManualTimer } from "../support/manual-timer";

const item = (region: string) => new Map([["a", { pk: "a", region }]]);
const silent = () => new Promise<never>(() => {});
const refused = (region: string) => Promise.reject(new Error(`${region} is gone`));

/** Three replicas, each of which answers by its behaviour of the moment; `asked` has the Regions in the order asked. */
function world() {
  const timer = new ManualTimer();
  const asked: string[] = [];
  const behaviour: Record<string, (region: string) => ReturnType<ReadItems>> = {};
  const replicas = ["ca-central-1", "ca-west-1", "us-east-1"].map((region) => ({
    region,
    read: () => {
      asked.push(region);
      return (behaviour[region] ?? (async () => item(region)))(region);
    },
  }));
  const read = readReplicas(replicas, () => timer.now, timer.start);
  const from = async () => (await read(["a"])).get("a")?.region;
  /** What it comes to without any more time: that nobody answers is said at once. */
  const soon = <T>(reading: Promise<T>) =>
    Promise.race([reading, timer.settle().then(() => assert.fail("nobody answers"))]);
  return { timer, asked, behaviour, from, soon };
}

describe("the replicas of a table", () => {
  it("are asked one only while the first answers", async () => {
    const { asked, from, timer, soon } = world();
    assert.equal(await soon(from()), "ca-central-1");
    assert.deepEqual(asked, ["ca-central-1"]);
    assert.equal(timer.waiting, 0);
  });

  it("are asked at once where the one before refuses", async () => {
    const { asked, behaviour, from, timer, soon } = world();
    behaviour["ca-central-1"] = refused;
    assert.equal(await soon(from()), "ca-west-1");
    behaviour["ca-west-1"] = refused;
    assert.equal(await soon(from()), "us-east-1");
    assert.deepEqual(asked, ["ca-central-1", "ca-west-1", "ca-west-1", "us-east-1"]);
    assert.equal(timer.waiting, 0);
  });

  it("are asked beside one that is silent, and the first answer counts", async () => {
    const { asked, behaviour, from, timer, soon } = world();
    behaviour["ca-central-1"] = silent;
    behaviour["ca-west-1"] = silent;
    const reading = from();
    timer.advance(hedgeMs - 1);
    assert.deepEqual(asked, ["ca-central-1"]);
    timer.advance(1);
    assert.deepEqual(asked, ["ca-central-1", "ca-west-1"]);
    timer.advance(hedgeMs);
    assert.equal(await soon(reading), "us-east-1");
    assert.equal(timer.waiting, 0);
  });

  it("are asked at once where the last one refuses, though one before is silent", async () => {
    const { asked, behaviour, from, timer, soon } = world();
    behaviour["ca-central-1"] = silent;
    behaviour["ca-west-1"] = refused;
    const reading = from();
    timer.advance(hedgeMs);
    assert.equal(await soon(reading), "us-east-1");
    assert.deepEqual(asked, ["ca-central-1", "ca-west-1", "us-east-1"]);
    assert.equal(timer.waiting, 0);
  });

  it("are not hurried by one that refuses late, while the last one has its time", async () => {
    const { asked, behaviour, from, timer, soon } = world();
    let refuse = () => {};
    behaviour["ca-central-1"] = () =>
      new Promise((_, reject) => {
        refuse = () => reject(new Error("late"));
      });
    behaviour["ca-west-1"] = silent;
    const reading = from();
    timer.advance(hedgeMs);
    refuse();
    await timer.settle();
    assert.deepEqual(asked, ["ca-central-1", "ca-west-1"]);
    timer.advance(hedgeMs);
    assert.equal(await soon(reading), "us-east-1");
  });

  it("stay last where they answer after they were overtaken", async () => {
    const { asked, behaviour, from, timer, soon } = world();
    let answer = () => {};
    behaviour["ca-central-1"] = (region) =>
      new Promise((resolve) => {
        answer = () => resolve(item(region));
      });
    const reading = from();
    timer.advance(hedgeMs);
    assert.equal(await soon(reading), "ca-west-1");
    answer();
    await timer.settle();
    asked.length = 0;
    assert.equal(await soon(from()), "ca-west-1");
    assert.deepEqual(asked, ["ca-west-1"]);
  });

  it("wait for one that is slow where the others fail", async () => {
    const { behaviour, from, timer, soon } = world();
    let answer = () => {};
    behaviour["ca-central-1"] = (region) =>
      new Promise((resolve) => {
        answer = () => resolve(item(region));
      });
    behaviour["ca-west-1"] = refused;
    behaviour["us-east-1"] = refused;
    const reading = from();
    timer.advance(hedgeMs);
    await timer.settle();
    timer.advance(hedgeMs);
    await timer.settle();
    answer();
    assert.equal(await soon(reading), "ca-central-1");
  });

  for (const [what, how] of [
    ["failed", refused],
    ["was overtaken", silent],
  ] as const) {
    it(`are asked last for ${replicaBackoffSeconds} s where one ${what}, and first again after that`, async () => {
      const { asked, behaviour, from, timer, soon } = world();
      behaviour["ca-central-1"] = how;
      const reading = from();
      timer.advance(hedgeMs);
      assert.equal(await soon(reading), "ca-west-1");
      asked.length = 0;
      assert.equal(await soon(from()), "ca-west-1");
      assert.deepEqual(asked, ["ca-west-1"]);
      delete behaviour["ca-central-1"];
      timer.advance(replicaBackoffSeconds * 1000 - 1);
      await soon(from());
      assert.deepEqual(asked, ["ca-west-1", "ca-west-1"]);
      timer.advance(1);
      assert.equal(await soon(from()), "ca-central-1");
    });
  }

  it("are asked again at once after one has answered while it rested", async () => {
    const { asked, behaviour, from, soon } = world();
    for (const region of ["ca-central-1", "ca-west-1", "us-east-1"]) {
      behaviour[region] = refused;
    }
    await assert.rejects(soon(from()), /is gone$/);
    for (const region of ["ca-west-1", "us-east-1"]) {
      delete behaviour[region];
    }
    assert.equal(await soon(from()), "ca-west-1");
    asked.length = 0;
    assert.equal(await soon(from()), "ca-west-1");
    assert.deepEqual(asked, ["ca-west-1"]);
  });

  it("refuses with the first one's error where none answers", async () => {
    const { asked, behaviour, from, timer, soon } = world();
    for (const region of ["ca-central-1", "ca-west-1", "us-east-1"]) {
      behaviour[region] = refused;
    }
    await assert.rejects(soon(from()), /^Error: ca-central-1 is gone$/);
    assert.deepEqual(asked, ["ca-central-1", "ca-west-1", "us-east-1"]);
    assert.equal(timer.waiting, 0);
  });
});
