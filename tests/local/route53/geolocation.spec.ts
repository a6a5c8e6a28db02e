import assert from "node:assert/strict";
import { ask, city, record } from "./world";

describe("route53 geolocation by state", () => {
  const area = (value: string, where: object) => record("www.example.com", value, { policy: "geolocation", ...where });
  const all = [
    area("wa", { country: "US", subdivision: "WA" }),
    area("us", { country: "US" }),
    area("na", { continent: "NA" }),
    area("default", { country: "*" }),
  ];
  const got = (from: string, sick: string[] = [], records = all) =>
    ask(records, "www.example.com", "A", { client: city(from), healthOf: (id) => !sick.includes(id.slice(3)) })
      .answers[0]?.value;
  for (const [from, sick, expected] of [
    ["Seattle", [], "wa"],
    ["Chicago", [], "us"],
    ["Toronto", [], "na"],
    ["Paris", [], "default"],
    ["Seattle", ["wa"], "us"],
    ["Seattle", ["wa", "us"], "na"],
    ["Seattle", ["wa", "us", "na", "default"], "wa"],
  ] as [string, string[], string][]) {
    it(`${from}, unhealthy ${sick.join() || "none"}: ${expected}`, () => assert.equal(got(from, sick), expected));
  }
  it("is not mistaken for another country's or the whole one's", () => {
    const california = [area("ca-us", { country: "US", subdivision: "CA" }), area("ca", { country: "CA" })];
    assert.deepEqual(
      ["San Francisco", "Toronto", "Seattle"].map((from) => got(from, [], california)),
      ["ca-us", "ca", undefined],
    );
  });
});
