import type { Drill, Fault } from "./types";

/** One service of the primary is gone and the Region is reachable all the same. */
function serviceLost(name: string, what: string, fault: Fault): Drill {
  return {
    name,
    hypothesis: `Without ${what} in the primary, health checkers leave it for its standby, and people are served there.`,
    expect: "fails-over",
    faults: ({ primary }) => [{ afterSeconds: 0, forSeconds: 180, fault: { ...fault, region: primary } }],
    settleSeconds: 420,
    objectives: { rtoSeconds: 180, rpoRows: 5, rpoSeconds: 10 },
  };
}

export const dynamoDbLost = serviceLost("dynamodb-lost", "DynamoDB", { kind: "service-errors", service: "dynamodb" });
export const keyLost = serviceLost("key-lost", "its KMS key", {
  kind: "service-errors",
  service: "kms",
  error: "disabled",
});
export const lambdaLost = serviceLost("lambda-lost", "Lambda", { kind: "service-down", service: "lambda" });
export const apiGatewayLost = serviceLost("api-gateway-lost", "API Gateway", {
  kind: "service-down",
  service: "api-gateway",
});
