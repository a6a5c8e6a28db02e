import assert from "node:assert/strict";
import { acceleratorZoneIds, availabilityZoneIds } from "../../model/availability-zones";
import { countryOfRegion } from "../../model/aws-regions";

describe("availability zones", () => {
  it("are listed for every commercial Region, by the Region's short name", () => {
    assert.deepEqual(Object.keys(availabilityZoneIds).sort(), Object.keys(countryOfRegion).sort());
    for (const [region, ids] of Object.entries(availabilityZoneIds)) {
      // us-east-1 → use1, ap-southeast-2 → apse2
      const [area, compass, number] = region.split("-");
      const short = compass!.replace(/^(north|south)(east|west)$/, "$1 $2").replace(/(\w)\w*/g, "$1");
      const prefix = `${area}${short.replace(" ", "")}${number}-az`;
      assert.ok(ids.length >= 3, region);
      assert.deepEqual(ids, [...new Set(ids)].sort(), region);
      for (const id of ids) {
        assert.match(id, new RegExp(`^${prefix}[1-6]$`));
      }
    }
  });

  it("are two or more for the accelerator wherever it has endpoints", () => {
    assert.deepEqual(acceleratorZoneIds("ca-central-1"), ["cac1-az1", "cac1-az2", "cac1-az4"]);
    assert.deepEqual(acceleratorZoneIds("us-west-1"), ["usw1-az1", "usw1-az3"]);
    assert.deepEqual(acceleratorZoneIds("ap-northeast-1"), ["apne1-az1", "apne1-az2", "apne1-az4"]);
    const without = Object.keys(availabilityZoneIds).filter((region) => acceleratorZoneIds(region).length < 2);
    assert.deepEqual(without, ["ap-east-2", "ap-southeast-6", "ap-southeast-7", "mx-central-1"]);
    for (const region of without) {
      assert.deepEqual(acceleratorZoneIds(region), []);
    }
  });

  it("are none where the Region is unknown", () => {
    assert.deepEqual(acceleratorZoneIds("eu-middle-1"), []);
  });
});
