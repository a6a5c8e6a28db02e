import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { Resolver } from "../../../local/device/resolver";
import { Route53 } from "../../../local/route53/service";
import { graphOf, resource, type TestTwin, twinContext } from "../../support/twin-context";

const record = (name: string, type: string, rest: object) =>
  resource("aws:route53/record:Record", `${name}-${type}`, { zoneId: "Z1", name, type, ttl: 30, ...rest });

describe("resolver and answers without an address", () => {
  let twin: TestTwin;
  let route53: Route53;
  const lookup = (name: string) => new Resolver(twin, twin.network.place("Paris"), route53.port).lookup(name);

  before(async () => {
    twin = await twinContext({
      graph: graphOf(
        resource("aws:route53/zone:Zone", "zone", { name: "example.com" }, { id: "Z1" }),
        record("broken", "A", { records: ["not an address"] }),
        record("sub", "NS", { records: ["ns.example.org"] }),
        record("text", "TXT", { records: ["x"] }),
        record("away", "CNAME", { records: ["gone.example.com"], ttl: 5 }),
      ),
    });
    route53 = new Route53(twin);
    await route53.start();
  });
  after(async () => {
    await route53.stop();
    await twin.close();
  });

  for (const [name, code, message] of [
    ["broken.example.com", "EAI_AGAIN", /SERVFAIL/],
    ["www.sub.example.com", "EAI_AGAIN", /its name servers are not in the twin/],
    ["text.example.com", "ENOTFOUND", /text/],
    ["away.example.com", "ENOTFOUND", /away/],
    ["www.example.org", "ENOTFOUND", /www/],
  ] as const) {
    it(`refuses ${name} with ${code}`, () => assert.rejects(lookup(name), { code, message }));
  }

  it("asks again for a name that could not be answered, and not for one that does not exist", async () => {
    let asked = 0;
    const roundTripMs = () => {
      asked++;
      return 1;
    };
    const network = Object.create(twin.network, { roundTripMs: { value: roundTripMs } });
    const resolver = new Resolver(
      { clock: twin.clock, faults: twin.faults, network },
      twin.network.place("Paris"),
      route53.port,
    );
    for (const [name, times] of [
      ["broken.example.com", 2],
      ["none.example.com", 1],
    ] as const) {
      asked = 0;
      for (let time = 0; time < 2; time++) {
        await assert.rejects(resolver.lookup(name));
      }
      assert.equal(asked, times, name);
    }
  });

  it("refuses answers that are not DNS, and goes on", async () => {
    const liar = createSocket("udp4");
    await new Promise<void>((resolve) => liar.bind(0, "127.0.0.1", resolve));
    liar.on("message", (message, from) => {
      liar.send(Buffer.from([1]), from.port, from.address);
      liar.send(Buffer.concat([message.subarray(0, 4), Buffer.alloc(8, 0xff)]), from.port, from.address);
    });
    const responded = once(liar, "message");
    const resolver = new Resolver(twin, twin.network.place("Paris"), liar.address().port, 40);
    await assert.rejects(resolver.lookup("www.example.com"), { code: "EAI_AGAIN" });
    await responded;
    liar.close();
  });
});
