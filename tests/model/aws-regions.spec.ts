import assert from "node:assert/strict";
import { countryOfRegion } from "../../model/aws-regions";

describe("AWS's commercial Regions", () => {
  it("each stand in a country", () => {
    const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
    for (const [region, country] of Object.entries(countryOfRegion)) {
      assert.match(country, /^[A-Z]{2}$/, region);
      assert.notEqual(names.of(country), undefined, region);
    }
  });

  it("stand in the country that the first part of their name stands for, where it stands for one", () => {
    const countries = { ca: "CA", il: "IL", mx: "MX", us: "US" } as Record<string, string>;
    for (const [region, country] of Object.entries(countryOfRegion)) {
      assert.equal(country, countries[region.split("-")[0]!] ?? country, region);
    }
  });
});
