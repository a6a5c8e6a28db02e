import assert from "node:assert/strict";
import fc from "fast-check";
import { cityPlaces } from "../../../../local/data/cities";
import { regionPlaces } from "../../../../local/data/regions";
import { type EndpointGroup, route, type View } from "../../../../local/global-accelerator/rules/routing";
import { nearestEdge, roundTripMs } from "../../../../local/network/round-trip";

const group = (region: string, rest: { dial?: number; weight?: number } = {}): EndpointGroup => ({
  region,
  dial: rest.dial ?? 100,
  endpoints: [{ id: region, weight: rest.weight ?? 128 }],
});
const view = (city: string, sick: string[] = [], random = () => 0): View => ({
  healthOf: (id) => !sick.includes(id),
  roundTripMs: (region) =>
    roundTripMs(
      nearestEdge(cityPlaces.find(({ name }) => name === city)!),
      regionPlaces.find(({ name }) => name === region)!,
    ),
  random,
});
const [ca, west, east, oregon, frankfurt] = [
  "ca-central-1",
  "ca-west-1",
  "us-east-1",
  "us-west-2",
  "eu-central-1",
] as const;
const all = [group(east), group(oregon), group(ca), group(west)];

describe("global accelerator rules", () => {
  it("draw a number of its own for each decision, so that one says nothing of another", () => {
    const draws: string[] = [];
    const ill = view("Montreal", [ca, west, east, oregon]);
    route(all.toReversed(), { ...ill, random: (draw) => draws.push(draw) / 1_000 });
    const [first, ...others] = draws;
    assert.equal(first, `dial of ${ca}`);
    assert.deepEqual(others, [...[ca, east, west, oregon].map((region) => `weights of ${region}`), "fail open"]);
  });

  const rows: [string, EndpointGroup[], string, string[], string, RegExp][] = [
    ["goes to the closest", all, "Montreal", [], ca, /closest/],
    ["goes to the closest", [group(ca), group(west)], "Calgary", [], west, /closest/],
    ["goes to the closest", all, "San Francisco", [], oregon, /closest/],
    ["fails over to the next closest, over a border", all, "Montreal", [ca], east, /fails over/],
    ["fails over to the third", all, "Montreal", [ca, east], west, /fails over/],
    [
      "ignores a dial of 0 when it fails over",
      [group(ca), group(east, { dial: 0 })],
      "Montreal",
      [ca],
      east,
      /dials are ignored/,
    ],
    ["obeys a dial of 0 otherwise", [group(ca, { dial: 0 }), group(east)], "Montreal", [], east, /traffic dial/],
    [
      "never fails over to weight 0",
      [group(ca), group(east, { weight: 0 }), group(west)],
      "Montreal",
      [ca],
      west,
      /fails over/,
    ],
    ["leaves a healthy group of weight 0", [group(ca, { weight: 0 }), group(east)], "Montreal", [], east, /fails over/],
    ["fails open to the closest", all, "Montreal", [ca, west, east, oregon], ca, /fails open/],
    [
      "fails open to the closest even where its dial is 0",
      [group(ca, { dial: 0 }), group(east)],
      "Montreal",
      [ca, east],
      ca,
      /fails open/,
    ],
    [
      "looks no further than three other groups",
      [...all, group(frankfurt)],
      "Montreal",
      [ca, west, east, oregon],
      ca,
      /fails open/,
    ],
    [
      "with all dials down acts as in failover",
      [group(ca, { dial: 0 }), group(east, { dial: 0 })],
      "Montreal",
      [],
      ca,
      /closest/,
    ],
  ];
  for (const [title, groups, city, sick, expected, why] of rows) {
    it(`${title}: ${city}, unhealthy ${sick.join(", ") || "none"} → ${expected}`, () => {
      const chosen = route(groups, view(city, sick));
      assert.equal(chosen?.group.region, expected);
      assert.match(chosen?.why ?? "", why);
    });
  }

  it("sends the share of the dial, and the rest to the next closest", () => {
    const groups = [group(ca, { dial: 25 }), group(east)];
    const to = (random: number) =>
      route(
        groups,
        view("Montreal", [], () => random),
      )?.group.region;
    assert.deepEqual([to(0.24), to(0.26)], [ca, east]);
  });

  it("shares a group by weight", () => {
    const groups = [
      {
        region: ca,
        dial: 100,
        endpoints: [
          { id: "a", weight: 1 },
          { id: "b", weight: 3 },
        ],
      },
    ];
    const to = (random: number, sick: string[] = []) =>
      route(
        groups,
        view("Montreal", sick, () => random),
      )?.endpoint.id;
    assert.deepEqual([to(0.2), to(0.3), to(0.99), to(0.99, ["b"])], ["a", "b", "b", "a"]);
  });

  it("shares what fails open among all endpoints of the closest group", () => {
    const endpoints = ["a", "b", "c"].map((id) => ({ id, weight: 128 }));
    const to = (random: number) =>
      route(
        [{ region: ca, dial: 100, endpoints }],
        view("Montreal", ["a", "b", "c"], () => random),
      )?.endpoint.id;
    assert.deepEqual([0, 0.34, 0.67, 0.99].map(to), ["a", "b", "c", "c"]);
  });

  it("gives each endpoint its share to the last point", () => {
    const endpoints = ["a", "b"].map((id) => ({ id, weight: 1 }));
    const to = (random: number) =>
      route(
        [{ region: ca, dial: 100, endpoints }],
        view("Montreal", [], () => random),
      )?.endpoint.id;
    assert.deepEqual([0.4999, 0.5].map(to), ["a", "b"]);
  });

  it("has no route without endpoints", () => {
    assert.equal(route([], view("Montreal")), undefined);
    assert.equal(route([{ region: ca, dial: 100, endpoints: [] }], view("Montreal")), undefined);
  });

  it("always answers, and with a healthy endpoint of weight above 0 where the closest four have one", () => {
    const entry = fc.record({
      dial: fc.constantFrom(0, 50, 100),
      weight: fc.constantFrom(0, 128),
      healthy: fc.boolean(),
    });
    const regions = [ca, west, east, oregon];
    fc.assert(
      fc.property(
        fc.tuple(entry, entry, entry, entry),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (entries, random) => {
          const groups = entries.map((entry, index) => group(regions[index]!, entry));
          const sick = regions.filter((_, index) => !entries[index]!.healthy);
          const chosen = route(
            groups,
            view("Montreal", sick, () => random),
          );
          assert.ok(chosen);
          const good = entries.some(({ weight, healthy }) => weight > 0 && healthy);
          if (good) {
            assert.ok(chosen.endpoint.weight > 0 && !sick.includes(chosen.endpoint.id as typeof ca));
          } else {
            assert.equal(chosen.group.region, ca);
          }
        },
      ),
    );
  });
});
