import assert from "node:assert/strict";
import { type DeclaredStack, stackResources } from "../../support/stacks";

describe("what a region stack's DNS tells its sibling", function () {
  this.timeout(60_000);
  let ca: DeclaredStack;
  let caWest: DeclaredStack;
  before(async () => {
    ca = await stackResources("ca");
    caWest = await stackResources("ca-west");
  });

  it("tells as text which Region health checkers find healthy, by what each says of itself alone", () => {
    for (const [stack, region, role] of [
      [ca, "ca-central-1", "PRIMARY"],
      [caWest, "ca-west-1", "SECONDARY"],
    ] as const) {
      const { inputs } = stack.get("aws:route53/record:Record", "dns-healthy");
      assert.deepEqual(inputs, {
        zoneId: inputs.zoneId,
        name: "_healthy.ca.api.example.com",
        type: "TXT",
        setIdentifier: region,
        failoverRoutingPolicies: [{ type: role }],
        healthCheckId: stack.get("aws:route53/healthCheck:HealthCheck", "dns").id,
        records: [region],
        ttl: 10,
      });
    }
  });

  it("shows its sibling where the jurisdiction's name is served, whatever the health", () => {
    const { inputs } = ca.get("aws:route53/record:Record", "dns-gateway");
    const target = ca.get("aws:apigateway/domainName:DomainName", "api-jurisdiction").outputs;
    assert.deepEqual(inputs, {
      zoneId: inputs.zoneId,
      name: "ca-central-1.gateway.ca.api.example.com",
      type: "A",
      aliases: [{ name: target.regionalDomainName, zoneId: target.regionalZoneId, evaluateTargetHealth: false }],
    });
  });

  it("holds a return in the standby alone, for as long as is configured", async () => {
    const minutes = (stack: DeclaredStack) =>
      stack.get("aws:lambda/function:Function", "api-health").inputs.environment.variables.RETURN_AFTER_MINUTES;
    assert.deepEqual([minutes(ca), minutes(caWest)], [undefined, "5"]);
  });
});
