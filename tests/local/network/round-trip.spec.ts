import assert from "node:assert/strict";
import fc from "fast-check";
import { cityPlaces } from "../../../local/data/cities";
import { anycast, edgePlaces } from "../../../local/data/edges";
import { regionPlaces } from "../../../local/data/regions";
import { measuredRoundTrips } from "../../../local/data/round-trips";
import { distanceKm, modelledRoundTripMs, nearestEdge, roundTripMs } from "../../../local/network/round-trip";
import { allRegions } from "../../../model/topology";

const everywhere = [...cityPlaces, ...regionPlaces, ...edgePlaces];
const place = (name: string) => {
  const found = everywhere.find((place) => place.name === name);
  if (!found) {
    throw new Error(`no place ${name}`);
  }
  return found;
};

describe("round trips", () => {
  it("are the measured ones where somebody has measured, in both directions", () => {
    for (const [a, b, ms] of measuredRoundTrips) {
      assert.equal(roundTripMs(place(a), place(b)), ms);
      assert.equal(roundTripMs(place(b), place(a)), ms);
    }
  });

  it("are measured between all Regions of the topology", () => {
    const pairs = new Set(measuredRoundTrips.flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));
    for (const a of allRegions()) {
      for (const b of allRegions()) {
        assert.ok(a === b || pairs.has(`${a} ${b}`), `${a} ${b}`);
      }
    }
  });

  it("are modelled elsewhere within the error that local/data/README.md states", () => {
    const errors = measuredRoundTrips.map(([a, b, ms]) => Math.abs(modelledRoundTripMs(place(a), place(b)) - ms) / ms);
    const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
    assert.ok(mean <= 0.135, `mean error ${mean}`);
    assert.ok(Math.max(...errors) <= 0.36, `worst error ${Math.max(...errors)}`);
  });

  it("are symmetric, above the speed of light, and short within one place", () => {
    const any = fc.constantFrom(...everywhere);
    fc.assert(
      fc.property(any, any, (a, b) => {
        assert.equal(roundTripMs(a, b), roundTripMs(b, a));
        assert.ok(roundTripMs(a, b) > (2 * distanceKm(a, b)) / 299.792);
        assert.equal(roundTripMs(a, a), 1);
      }),
    );
  });

  it("go to the nearest edge for an anycast address", () => {
    for (const [city, edge] of [
      ["Toronto", "edge Toronto"],
      ["Calgary", "edge Vancouver"],
      ["Paris", "edge Paris"],
      ["Honolulu", "edge San Jose"],
      ["Cairo", "edge Tel Aviv"],
    ] as const) {
      assert.equal(nearestEdge(place(city)).name, edge);
      assert.equal(roundTripMs(place(city), anycast), roundTripMs(anycast, place(city)));
      assert.equal(roundTripMs(place(city), anycast), roundTripMs(place(city), place(edge)));
    }
  });

  it("know great circles", () => {
    assert.ok(Math.abs(distanceKm(place("London"), place("New York")) - 5570) < 20);
    assert.ok(Math.abs(distanceKm(place("Auckland"), place("Santiago")) - 9670) < 60);
  });
});

describe("places", () => {
  it("have names and coordinates of their own", () => {
    assert.equal(new Set(everywhere.map(({ name }) => name)).size, everywhere.length);
    for (const { name, latitude, longitude, country } of everywhere) {
      assert.ok(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180, name);
      assert.match(country, /^[A-Z]{2}$/, name);
    }
    for (const region of allRegions()) {
      assert.equal(place(region).region, region);
    }
  });
});
