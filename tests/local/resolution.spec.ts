import assert from "node:assert/strict";
import { type Explainer, resolve } from "../../local/resolution";

const place = { name: "Toronto", latitude: 0, longitude: 0, country: "CA" };
const network = {
  place: (name: string) => ({ ...place, name, ...(name === "ca-central-1" && { region: name }) }),
  endpoints: () => [
    { name: "API a", ip: "192.0.2.1", port: 443, loopbackPort: 1, place: "ca-central-1" },
    { name: "edge", ip: "192.0.2.9", port: 443, loopbackPort: 1, place: "Toronto" },
  ],
};
const dns =
  (ip?: string): Explainer =>
  (waypoint) =>
    waypoint.ip === undefined ? { why: ["dns"], dns: { addresses: ip ? [ip] : [], ttl: 60 }, ip } : undefined;
const from =
  (ip: string, why: string, to?: string, region?: string): Explainer =>
  (waypoint) =>
    waypoint.ip === ip ? { why: [why], ip: to, ...(region !== undefined && { region }) } : undefined;
const follow = (...explainers: Explainer[]) => resolve({ network, explainers }, { host: "API.example.com.", place });

describe("where a host name leads", () => {
  it("is told leg by leg, whatever the order of the services", () => {
    const balancer = from("192.0.2.1", "balancer", undefined, "ca-central-1");
    const accelerator = from("198.18.0.1", "accelerator", "192.0.2.1", "us-east-1");
    const found = follow(balancer, accelerator, dns("198.18.0.1"));
    const why = ["dns", "accelerator", "balancer"];
    const addresses = ["198.18.0.1"];
    assert.deepEqual(found, {
      ...{ host: "api.example.com", place: "Toronto", addresses, ttl: 60, region: "ca-central-1", why },
    });
  });

  it("ends with who listens at the address, where no service says", () => {
    assert.deepEqual(follow(dns("192.0.2.1")).why, ["dns", "192.0.2.1 is API a in ca-central-1"]);
    assert.equal(follow(dns("192.0.2.1")).region, "ca-central-1");
    assert.equal(follow(dns("192.0.2.9")).region, null);
    assert.deepEqual(follow(dns("192.0.2.7")).why, ["dns", "nothing listens at 192.0.2.7:443"]);
  });

  it("ends where a leg leads to no address, and where nobody knows the name", () => {
    const nowhere = follow(dns());
    assert.deepEqual([nowhere.addresses, nowhere.region, nowhere.why], [[], null, ["dns"]]);
    assert.deepEqual(follow().why, ["nobody answers for api.example.com"]);
  });

  it("passes each service once, so that two that lead to each other end", () => {
    const found = follow(dns("a"), from("a", "to b", "b"), from("b", "to a", "a"));
    assert.deepEqual(found.why, ["dns", "to b", "to a", "nothing listens at a:443"]);
  });
});
