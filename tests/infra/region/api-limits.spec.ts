import assert from "node:assert/strict";
import { methodLimits } from "../../../infra/region/api-limits";
import { limitOf } from "../../../local/api-gateway/rules/throttle";
import { accountThrottle } from "../../../model/quotas";
import { routesThrough } from "../../../model/routes";
import { regionStacks } from "../../../model/topology";
import { type DeclaredStack, stackResources } from "../../support/stacks";

const type = "aws:apigateway/methodSettings:MethodSettings";

describe("the limits of the API's methods", function () {
  this.timeout(60_000);
  let ca: DeclaredStack;
  before(async () => {
    ca = await stackResources("ca");
  });

  it("are these", () => {
    const limits = Object.fromEntries(
      ca
        .ofType(type)
        .map(({ inputs: { methodPath, settings } }) => [
          methodPath,
          [settings.throttlingRateLimit, settings.throttlingBurstLimit],
        ]),
    );
    assert.deepEqual(limits, {
      "*/*": [1_000, 500],
      "~1healthz/GET": [8_000, 4_000],
      "~1healthz/HEAD": [200, 100],
      "~1livez/GET": [200, 100],
      "~1livez/HEAD": [200, 100],
      "~1siblings/GET": [8_000, 4_000],
      "~1siblings/HEAD": [200, 100],
      "~1v1~1measurements/OPTIONS": [200, 100],
      "~1v1~1profile/OPTIONS": [200, 100],
    });
  });

  it("repeat all other settings, since a method's own take the place of those of all", () => {
    for (const { inputs } of ca.ofType(type)) {
      const { throttlingRateLimit: _, throttlingBurstLimit: __, ...others } = inputs.settings;
      assert.deepEqual(others, { metricsEnabled: true, loggingLevel: "ERROR", dataTraceEnabled: false });
    }
  });

  it("are set one after the other: a stage takes one change at a time", () => {
    const all = ca.ofType(type);
    const waited = all.flatMap(({ options }) => options!.dependsOn ?? []);
    assert.deepEqual(new Set(waited).size, all.length - 1);
    assert.deepEqual(waited.length, all.length - 1);
  });

  it("leave users a share of what the account has, wherever health checkers' paths are flooded", async () => {
    for (const [name, { region }] of Object.entries(regionStacks)) {
      const account = accountThrottle(region);
      const checked = (await stackResources(name)).get(type, "api-healthz-get").inputs.settings;
      assert.equal(checked.throttlingRateLimit, 0.8 * account.rate, name);
      assert.equal(checked.throttlingBurstLimit, 0.8 * account.burst, name);
    }
  });

  it("are found by the twin for the methods that they are declared for", () => {
    const settings = ca.ofType(type).map(({ inputs }) => ({
      methodPath: inputs.methodPath,
      rate: inputs.settings.throttlingRateLimit,
      burst: inputs.settings.throttlingBurstLimit,
    }));
    const account = accountThrottle("ca-central-1");
    for (const { path, method, throttle } of methodLimits("ca-central-1", ["/healthz", "/siblings"])) {
      assert.deepEqual(limitOf(settings, path, method, account), throttle, `${method} ${path}`);
    }
    const users = routesThrough("api").filter(({ access }) => access === "token");
    for (const { path, method } of users) {
      assert.deepEqual(limitOf(settings, path, method, account), { rate: 1_000, burst: 500 }, `${method} ${path}`);
    }
  });
});
