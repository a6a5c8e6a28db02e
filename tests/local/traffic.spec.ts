import assert from "node:assert/strict";
import { TwinClock } from "../../local/clock";
import { cityPlaces } from "../../local/data/cities";
import { createTraffic } from "../../local/traffic";

describe("background traffic", () => {
  const until = async (done: () => boolean) => {
    while (!done()) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };

  it("launches and reads, counts failures, stops when it is turned off", async () => {
    const clock = new TwinClock(400);
    const seen = new Set<string>();
    const user = { launch: async () => {}, read: () => Promise.reject(new Error("down")) };
    const traffic = createTraffic({
      clock,
      places: cityPlaces,
      organizations: ["acme", "globex"],
      createUser: async (organization, place) => {
        seen.add(`${organization} ${place.name}`);
        return user;
      },
    });
    await traffic.start();
    await until(() => traffic.status().launches > 2 && traffic.status().failures > 2);
    assert.ok(seen.size > 1);
    traffic.turn(false);
    await clock.sleep(400);
    const { reads } = traffic.status();
    await clock.sleep(4000);
    assert.equal(traffic.status().reads, reads);
    await traffic.stop();
    clock.stop();
  });

  it("has at most eight requests in flight", async () => {
    const clock = new TwinClock(400);
    let open = 0;
    const traffic = createTraffic({
      clock,
      places: cityPlaces,
      organizations: ["acme"],
      createUser: () => {
        open += 1;
        return new Promise(() => {});
      },
    });
    await traffic.start();
    await clock.sleep(40_000);
    assert.ok(open <= 8 && open > 1, `${open} open`);
    await traffic.stop();
    clock.stop();
  });

  it("lets a person do one thing at a time: starting an app would end what it is doing", async () => {
    const clock = new TwinClock(400);
    let [doing, most] = [0, 0];
    const act = async () => {
      most = Math.max(most, ++doing);
      await clock.sleep(3_000);
      doing -= 1;
    };
    let isIn = false;
    // One gets in, nobody else does.
    const createUser = async () => {
      if (isIn) {
        throw new Error("no");
      }
      isIn = true;
      return { launch: act, read: act };
    };
    const traffic = createTraffic({ clock, places: cityPlaces, organizations: ["acme"], createUser });
    try {
      await traffic.start();
      await until(() => traffic.status().launches > 1 && traffic.status().reads > 1);
      assert.equal(most, 1);
    } finally {
      await traffic.stop();
      clock.stop();
    }
  });
});
