import assert from "node:assert/strict";
import { affinityOf, type EndpointGroup, route } from "../../../local/global-accelerator/rules/routing";

const clients = Array.from({ length: 10_000 }, (_, index) => `198.51.${index >> 8}.${index & 255}`);
const group = (region: string, dial: number, endpoints: [string, number][]): EndpointGroup => ({
  region,
  dial,
  endpoints: endpoints.map(([id, weight]) => ({ id, weight })),
});
const distances: Record<string, number> = { near: 10, far: 90 };
const endpointOf = (groups: EndpointGroup[], ip: string, sick: string[] = []) =>
  route(groups, {
    healthOf: (id) => !sick.includes(id),
    roundTripMs: (region) => distances[region]!,
    random: affinityOf(ip),
  })?.endpoint.id;
const shares = (groups: EndpointGroup[], sick: string[] = []) => {
  const counts = Map.groupBy(clients, (ip) => endpointOf(groups, ip, sick));
  return Object.fromEntries([...counts].map(([id, ips]) => [String(id), ips.length / clients.length]));
};
const close = (actual: Record<string, number>, expected: Record<string, number>) => {
  assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort());
  for (const [id, share] of Object.entries(expected)) {
    assert.ok(Math.abs(actual[id]! - share) < 0.02, `${id} gets ${actual[id]}, not ${share}`);
  }
};
const quarters = [
  group("near", 50, [
    ["a", 128],
    ["b", 128],
  ]),
  group("far", 100, [
    ["c", 128],
    ["d", 128],
  ]),
];

describe("global accelerator: client affinity", () => {
  it("shares out clients by dial and weight together, as without affinity", () => {
    close(shares(quarters), { a: 0.25, b: 0.25, c: 0.25, d: 0.25 });
    const uneven = [
      group("near", 20, [
        ["a", 1],
        ["b", 3],
      ]),
      group("far", 100, [
        ["c", 3],
        ["d", 1],
      ]),
    ];
    close(shares(uneven), { a: 0.05, b: 0.15, c: 0.6, d: 0.2 });
  });

  it("sends each client to the same endpoint again", () => {
    for (const ip of clients.slice(0, 100)) {
      assert.equal(endpointOf(quarters, ip), endpointOf(quarters, ip));
    }
  });

  it("moves the clients of an endpoint that is gone, and nobody else of another group", () => {
    close(shares(quarters, ["a"]), { b: 0.5, c: 0.25, d: 0.25 });
    for (const ip of clients.slice(0, 1_000)) {
      const before = endpointOf(quarters, ip)!;
      if ("cd".includes(before)) {
        assert.equal(endpointOf(quarters, ip, ["a"]), before);
      }
    }
  });

  it("fails open to all endpoints of the closest group", () => {
    close(shares(quarters, ["a", "b", "c", "d"]), { a: 0.5, b: 0.5 });
  });
});
