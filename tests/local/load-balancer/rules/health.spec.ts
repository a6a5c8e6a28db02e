import assert from "node:assert/strict";
import { tlsOfSecurityPolicy, tlsOfSslPolicy } from "../../../../local/http/tls";
import { afterCheck, balancerHealth, initial, matches } from "../../../../local/load-balancer/rules/health";

const check = { path: "/", matcher: "200", intervalMs: 1, timeoutMs: 1, healthyThreshold: 3, unhealthyThreshold: 2 };
const states = (results: boolean[]) => {
  let health = initial;
  return results.map((passed) => {
    health = afterCheck(health, passed, check);
    return health.state;
  });
};

describe("local/load-balancer health", () => {
  it("takes a new target in after one passed check", () => assert.deepEqual(states([true]), ["healthy"]));

  it("needs the thresholds in a row, both ways", () => {
    assert.deepEqual(states([true, false, true, false, false]).slice(1), [
      "healthy",
      "healthy",
      "healthy",
      "unhealthy",
    ]);
    assert.deepEqual(states([false, false, true, true, false, true, true, true]), [
      "initial",
      "unhealthy",
      "unhealthy",
      "unhealthy",
      "unhealthy",
      "unhealthy",
      "unhealthy",
      "healthy",
    ]);
  });

  it("matches codes, lists and ranges", () => {
    assert.deepEqual(
      ["200", "200,202", "200-299", "404"].map((matcher) => matches(matcher, 202)),
      [false, true, true, false],
    );
  });

  it("is unhealthy as soon as one group with targets has no healthy one, or none has targets", () => {
    assert.equal(balancerHealth([["healthy"], ["unhealthy", "healthy"], []]), "healthy");
    assert.equal(balancerHealth([["healthy"], ["unhealthy"]]), "unhealthy");
    assert.equal(balancerHealth([["initial"]]), "unhealthy");
    assert.equal(balancerHealth([[], []]), "unhealthy");
  });
});

describe("local/http TLS", () => {
  it("accepts what a named policy accepts", () => {
    const range = (policy?: string) => Object.values(tlsOfSslPolicy(policy));
    assert.deepEqual(range("ELBSecurityPolicy-TLS13-1-2-Res-2021-06"), ["TLSv1.2", "TLSv1.3"]);
    assert.deepEqual(range("ELBSecurityPolicy-TLS13-1-3-2021-06"), ["TLSv1.3", "TLSv1.3"]);
    assert.deepEqual(range("ELBSecurityPolicy-TLS-1-2-2017-01"), ["TLSv1.2", "TLSv1.2"]);
    assert.deepEqual(range("ELBSecurityPolicy-FS-1-2-Res-2020-10"), ["TLSv1.2", "TLSv1.2"]);
    assert.deepEqual(range(), ["TLSv1", "TLSv1.2"]);
    assert.equal(tlsOfSecurityPolicy("TLS_1_2").minVersion, "TLSv1.2");
    assert.equal(tlsOfSecurityPolicy("TLS_1_0").minVersion, "TLSv1");
  });
});
