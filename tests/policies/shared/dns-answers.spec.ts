import assert from "node:assert/strict";
import { type DnsAnswer, judgeDnsAnswer } from "../../../policies/shared/dns-answers";
import { Graph } from "../../../policies/shared/graph";
import type { Resource } from "../../../policies/shared/resource";
import { unknown } from "../../../policies/shared/values";
import { make, personal, topology } from "../support/scene";

const balancer = (stack: string, region?: unknown) =>
  make("aws:lb/loadBalancer:LoadBalancer", region ? { region } : {}, { stack, name: `lb-${stack}-${region}` });
const zone = make("aws:route53/zone:Zone", {}, { name: "zone" });
const pet = make("random:index/randomPet:RandomPet", {}, { name: "pet", provider: "random" });
const component = make("our-aws:lb:Balancer", {}, { name: "component", provider: false });
const reference = make("pulumi:pulumi:StackReference", {}, { name: "us", provider: false });
const nowhere = { ...balancer("x"), provider: undefined };

const judge = (answer: Partial<DnsAnswer>, ...others: Resource[]) => {
  const record = make(
    "aws:route53/record:Record",
    {},
    { stack: "global", dependencies: { aliases: others.map(({ urn }) => urn) } },
  );
  const context = { topology, graph: new Graph([record, ...others]), scope: "stack", settings: {} } as const;
  const target = { path: "aliases[0].name", value: unknown };
  return judgeDnsAnswer(
    { name: "ca.api.example.com", type: "A", routed: false, targets: [target], regions: [], ...answer },
    record,
    context,
  );
};
const said = (...others: Resource[]) => judge({}, ...others).map(({ found }) => found);
const open = [`sends "ca.api.example.com" to a target that nothing known decides`];

describe("answers of a jurisdiction's name that are not known yet", () => {
  it("accept what is made from resources of its own Regions, whatever else is of no Region", () => {
    assert.deepEqual(said(balancer("ca")), []);
    assert.deepEqual(said(balancer("ca"), balancer("ca-west"), zone, pet, component), []);
  });

  it("refuses what a resource abroad has a part in, and says where that is", () => {
    assert.deepEqual(said(balancer("ca"), balancer("us")), ['sends "ca.api.example.com" to us-east-1 (US)']);
  });

  it("refuses what is made from nothing that has a place", () => {
    for (const others of [[], [zone], [pet], [component], [reference], [nowhere], [balancer("ca", unknown)]]) {
      assert.deepEqual(said(...others), open, others[0]?.type);
    }
  });

  it("refuses what something of no known place has a part in", () => {
    for (const other of [reference, nowhere, balancer("ca", unknown)]) {
      assert.deepEqual(said(balancer("ca"), other), open, other.type);
    }
  });
});

describe("answers of a name that several jurisdictions share", () => {
  const fix = (tags: Record<string, unknown>) => {
    const distribution = make("aws:cloudfront/distribution:Distribution", {}, { stack: "global", name: "cdn", tags });
    return judge({ name: "www.example.com", routed: true }, distribution).map((finding) => finding.fix);
  };
  it("refuses data, and names the place for it where there is one", () => {
    assert.deepEqual(fix(personal("US")), ["use a name of its jurisdiction, such as us.api.<domain>"]);
    assert.deepEqual(fix({ "data-class": "personal", jurisdiction: "any" }), [
      "use a name of its jurisdiction, such as <jurisdiction>.api.<domain>",
    ]);
  });
});
