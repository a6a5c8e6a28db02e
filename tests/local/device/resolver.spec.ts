import assert from "node:assert/strict";
import { Resolver } from "../../../local/device/resolver";
import { Route53 } from "../../../local/route53/service";
import { graphOf, resource, twinContext } from "../../support/twin-context";

const record = (name: string, ttl: number, records: string[]) =>
  resource("aws:route53/record:Record", name, { zoneId: "Z1", name, type: "A", ttl, records });

const zone = resource("aws:route53/zone:Zone", "zone", { name: "example.com" }, { id: "Z1" });

describe("resolver", () => {
  it("keeps answers by their TTL, asks again over TCP what UDP cuts, and keeps that a name does not exist", async () => {
    const many = Array.from({ length: 100 }, (_, index) => `203.0.113.${index}`);
    const twin = await twinContext({
      graph: graphOf(zone, record("www", 30, ["203.0.113.1"]), record("many", 86_400, many)),
    });
    const route53 = new Route53(twin);
    await route53.start();
    try {
      const resolver = new Resolver(twin, twin.network.place("Paris"), route53.port);
      const first = await resolver.lookup("www.example.com");
      assert.deepEqual(first.addresses, ["203.0.113.1"]);
      assert.ok(first.ms >= 1, `${first.ms}`);
      assert.ok(first.ttl <= 30);
      await twin.clock.sleep(31_000);
      const later = await resolver.lookup("www.example.com");
      assert.ok(later.ms >= 1, "asked again after the TTL");
      assert.equal((await resolver.lookup("many.example.com")).addresses.length, 100);
      assert.equal((await resolver.lookup("many.example.com")).ms, 0, "kept");
      for (let time = 0; time < 2; time++) {
        await assert.rejects(resolver.lookup("none.example.com"), { code: "ENOTFOUND" });
      }
    } finally {
      await route53.stop();
      await twin.close();
    }
  });

  it("keeps answers past their TTL while resolvers ignore it, and not a moment longer", async () => {
    const twin = await twinContext({ graph: graphOf(zone, record("www", 30, ["203.0.113.1"])) });
    const route53 = new Route53(twin);
    await route53.start();
    try {
      const resolver = new Resolver(twin, twin.network.place("Paris"), route53.port);
      const { id } = twin.faults.add({ kind: "resolvers-ignore-ttl", keepMs: 86_400_000 });
      await resolver.lookup("www.example.com");
      await twin.clock.sleep(600_000);
      assert.deepEqual([(await resolver.lookup("www.example.com")).ms], [0]);
      twin.faults.remove(id);
      assert.ok((await resolver.lookup("www.example.com")).ms >= 1, "asked again at once");
    } finally {
      await route53.stop();
      await twin.close();
    }
  });

  it("refuses when nobody answers", async () => {
    const twin = await twinContext();
    const route53 = new Route53(twin);
    await route53.start();
    const { port } = route53;
    await route53.stop();
    await assert.rejects(new Resolver(twin, twin.network.place("Paris"), port).lookup("www.example.com"), {
      code: "EAI_AGAIN",
    });
    await twin.close();
  });

  it("waits for a server that this process keeps from answering", async () => {
    const twin = await twinContext({ graph: graphOf(zone, record("www", 30, ["203.0.113.1"])) });
    const route53 = new Route53(twin);
    await route53.start();
    try {
      const looked = new Resolver(twin, twin.network.place("Paris"), route53.port, 40).lookup("www.example.com");
      // Longer than all attempts may take, each turn of the event loop.
      let blocking = true;
      const block = () => {
        const end = performance.now() + 150;
        while (performance.now() < end) {}
        if (blocking) {
          setImmediate(block);
        }
      };
      setImmediate(block);
      try {
        assert.deepEqual((await looked).addresses, ["203.0.113.1"]);
      } finally {
        blocking = false;
      }
    } finally {
      await route53.stop();
      await twin.close();
    }
  });
});
