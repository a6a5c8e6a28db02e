import assert from "node:assert/strict";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { anycast } from "../../../local/data/edges";
import { InvalidInput } from "../../../model/invalid-input";
import { echo, useNetwork } from "../../support/served-network";

describe("network", () => {
  const used = useNetwork();
  const { accepted, start, serve, from } = used;

  it("carries bytes in order, both ways, to the end", async () => {
    await start(1000, echo);
    const { ip } = await serve();
    const connection = await used.twin.network.connect({ from: from("Toronto"), ip, port: 443, trace: "t" });
    const sent = Buffer.from(Array.from({ length: 3_000_000 }, (_, index) => (index * 31) % 251));
    connection.end(sent);
    assert.equal(Buffer.compare(Buffer.from(await text(connection.setEncoding("latin1")), "latin1"), sent), 0);
  });

  it("loses nothing of what a server sent before it closed, however late it is read", async () => {
    await start(1000, (socket) => socket.end("x".repeat(10_000)));
    const { ip } = await serve();
    const connection = await used.twin.network.connect({ from: from("Toronto"), ip, port: 443, trace: "t" });
    connection.end();
    await used.twin.clock.sleep(50_000);
    assert.equal((await text(connection)).length, 10_000);
  });

  it("takes a round trip to connect and one to answer, never less", async () => {
    await start(1, echo);
    const { ip } = await serve("us-east-1");
    const place = from("ca-central-1");
    const roundTrip = used.twin.network.roundTripMs(place, from("us-east-1"));
    const before = used.twin.clock.now();
    const connection = await used.twin.network.connect({ from: place, ip, port: 443, trace: "t" });
    const connected = used.twin.clock.now();
    connection.write("ping");
    await once(connection, "data");
    assert.ok(connected - before >= roundTrip, `${connected - before} < ${roundTrip}`);
    assert.ok(used.twin.clock.now() - connected >= roundTrip, `${used.twin.clock.now() - connected} < ${roundTrip}`);
  });

  it("tells the server who is there before the server reads anything", async () => {
    const callers: unknown[] = [];
    await start(1000, (socket) => {
      const caller = used.twin.network.callerOf(socket.remotePort);
      callers.push(caller && [caller.place.name, caller.ip, caller.trace]);
    });
    const { ip } = await serve();
    const cities = ["Toronto", "Chicago", "Paris"].flatMap((city) => Array<string>(30).fill(city));
    await Promise.all(
      cities.map((city, index) => used.twin.network.connect({ from: from(city), ip, port: 443, trace: `t${index}` })),
    );
    while (callers.length < cities.length) {
      await once(used.server, "connection");
    }
    const expected = cities.map((city, index) => [city, used.twin.network.clientIp(from(city)), `t${index}`]);
    assert.deepEqual(callers.sort(), expected.sort());
  });

  it("keeps the client's address and running trace through a proxy", async () => {
    await start(1000, echo);
    const { ip } = await serve();
    const client = { place: from("Toronto"), ip: used.twin.network.clientIp(from("Toronto")), trace: "first" };
    await used.twin.network.connect({ from: from("us-east-1"), ip, port: 443, trace: "own", via: client });
    if (accepted.length === 0) {
      await once(used.server, "connection");
    }
    const caller = used.twin.network.callerOf(accepted[0]?.remotePort);
    client.trace = "second";
    assert.deepEqual([caller?.place.name, caller?.ip, caller?.trace], ["Toronto", client.ip, "second"]);
  });

  it("reaches an anycast address at the nearest edge", async () => {
    await start(1000, echo);
    const { ip } = await used.twin.network.serve({
      server: used.server,
      port: 443,
      place: anycast,
      name: "accelerator",
    });
    assert.match(ip, /^192\.0\.2\./);
    assert.ok(used.twin.network.roundTripMs(from("Paris"), anycast) < 10);
    await used.twin.network.connect({ from: from("Paris"), ip, port: 443, trace: "t" });
  });

  it("refuses where nothing listens", async () => {
    await start(1000, echo);
    const { ip } = await serve();
    const attempt = (port: number) => used.twin.network.connect({ from: from("Toronto"), ip, port, trace: "t" });
    await assert.rejects(attempt(444), { code: "ECONNREFUSED" });
    await new Promise((resolve) => used.server.close(resolve));
    await assert.rejects(attempt(443), { code: "ECONNREFUSED" });
  });

  it("forgets a server that has closed", async () => {
    await start(1000, echo);
    await serve();
    assert.deepEqual(
      used.twin.network.endpoints().map(({ name, port, place }) => [name, port, place]),
      [["alb", 443, "ca-central-1"]],
    );
    await new Promise((resolve) => used.server.close(resolve));
    assert.deepEqual(used.twin.network.endpoints(), []);
  });

  it("knows every client and Region by name and by address", async () => {
    await start(1000, echo);
    const places = used.twin.network.places();
    assert.ok(places.length > 70);
    assert.equal(new Set(places.map((place) => used.twin.network.clientIp(place))).size, places.length);
    for (const place of places) {
      assert.equal(used.twin.network.placeOfIp(used.twin.network.clientIp(place)), place);
    }
    assert.equal(used.twin.network.placeOfIp("192.0.2.1"), undefined);
  });

  it("refuses an unknown place with the list of those it knows", async () => {
    await start(1000, echo);
    assert.throws(
      () => used.twin.network.place("Atlantis"),
      (error: Error) => {
        return error instanceof InvalidInput && /"Atlantis".*Toronto.*ca-central-1/.test(error.message);
      },
    );
  });
});
