import assert from "node:assert/strict";
import type { Resource } from "../../../policies/shared/resource";
import { unknown } from "../../../policies/shared/values";
import { judged, ruleNamed } from "../support/judge";
import { make, publicData } from "../support/scene";

const host = (region: string) => `x.execute-api.${region}.amazonaws.com`;
const answer = (target: unknown, sketch = {}, props = {}) =>
  make(
    "aws:route53/record:Record",
    {
      name: "data.example.com",
      type: "CNAME",
      setIdentifier: "one",
      geolocationRoutingPolicies: [{ country: "*" }],
      records: [target],
      ...props,
    },
    { name: `to ${target}`, ...sketch },
  );
const found = (...scene: Resource[]) =>
  judged(ruleNamed("residency-confine-records"), scene, { scope: "stack" }).map((finding) => finding.found);
const between = (...codes: string[]) => [
  `routes "data.example.com" between ${codes.join(", ")}, and nothing says what class of data its targets have`,
];
const near = answer(host("ca-central-1"));

describe("a name of no jurisdiction's own, with targets of no known class", () => {
  it("is refused where its answers are in several jurisdictions", () => {
    assert.deepEqual(found(answer(host("us-east-1")), near), between("US", "CA"));
    assert.deepEqual(found(near, answer("us.api.example.com")), between("CA", "US"));
  });

  it("is accepted where they are in one, or in none that is known", () => {
    assert.deepEqual(found(near, answer(host("ca-west-1"))), []);
    assert.deepEqual(found(near, answer(host("ap-south-1"))), []);
    assert.deepEqual(found(answer("docs.example.org"), near), []);
  });

  it("is judged by the answers of its own stack and its own name alone", () => {
    assert.deepEqual(found(near, answer(host("us-east-1"), { stack: "us" })), []);
    assert.deepEqual(found(near, answer(host("us-east-1"), {}, { name: "other.example.com" })), []);
    assert.deepEqual(found(near, answer(host("us-east-1"), {}, { name: unknown })), []);
  });

  it("is judged by what an answer that is not known yet is made from", () => {
    const queue = make("aws:sqs/queue:Queue", { region: "us-east-1" }, { name: "there", tags: false });
    const made = answer(unknown, { dependencies: { records: [queue.urn] } });
    assert.deepEqual(found(near, made, queue), between("CA", "US"));
    assert.deepEqual(found(made, near, queue), between("US", "CA"));
  });

  it("is accepted where the targets say that they are public", () => {
    const site = make(
      "aws:lb/loadBalancer:LoadBalancer",
      {},
      { tags: publicData, outputs: { dnsName: host("us-east-1") } },
    );
    assert.deepEqual(found(answer(host("us-east-1")), near, site), []);
  });

  it("is refused among all records of a hosted zone too", () => {
    const set = (region: string) => ({
      ...{ name: "data.example.com", type: "CNAME", setIdentifier: region, geolocation: { countryCode: "*" } },
      resourceRecords: [{ value: host(region) }],
    });
    const zone = (...regions: string[]) =>
      make("aws:route53/recordsExclusive:RecordsExclusive", { resourceRecordSets: regions.map(set) });
    assert.deepEqual(found(zone("us-east-1", "ca-central-1")), [...between("US", "CA"), ...between("CA", "US")]);
    assert.deepEqual(found(zone("ca-west-1", "ca-central-1")), []);
  });
});
