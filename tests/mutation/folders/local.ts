import type { Folder } from "../config";

/** Only the rules: what AWS's services do, as far as no connection and no process is needed for it. */
export const local: Folder = {
  goal: 85,
  mutate: [
    "local/**/{rules,health,routing,replication,crossing}.ts",
    "local/{iam,route53}/rules/*.ts",
    "local/api-gateway/{rules/policy,rules/throttle,authorizers}.ts",
    "local/cognito/{grants,rules/accounts}.ts",
    "local/faults/{board,effects,fields,request,schedule}.ts",
    "local/network/round-trip.ts",
  ],
  spec: [
    "tests/local/**/*rules.spec.ts",
    "tests/local/**/rules/*.spec.ts",
    "tests/local/route53/!(conformance|health).spec.ts",
    "tests/local/global-accelerator/*.spec.ts",
    "tests/local/api-gateway/authorizers.spec.ts",
    "tests/local/dynamodb/!(rules|broken-input).spec.ts",
    "tests/local/acm/*.spec.ts",
    "tests/local/cognito/grants.spec.ts",
    "tests/local/network/{round-trip,network,faults}.spec.ts",
    "tests/local/faults/!(twin).spec.ts",
    "tests/local/ledger.spec.ts",
  ],
  // Whole services with processes, keys and health checkers.
  slow: [
    "tests/local/api-gateway/service.spec.ts",
    "tests/local/load-balancer/{faults,service}.spec.ts",
    "tests/local/dynamodb/broken-input.spec.ts",
    "tests/local/cognito/!(rules|grants).spec.ts",
    "tests/local/lambda/!(rules).spec.ts",
    "tests/local/route53/{conformance,health}.spec.ts",
  ],
};
