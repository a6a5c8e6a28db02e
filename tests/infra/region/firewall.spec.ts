import assert from "node:assert/strict";
import { limits } from "../../../infra/region/firewall-rules";
import { allCheckerRanges } from "../../../model/checker-ranges";
import { routes } from "../../../model/routes";
import { regionStacks } from "../../../model/topology";
import { type DeclaredStack, stackResources } from "../../support/stacks";

const type = (kind: string) => `aws:wafv2/${kind[0]!.toLowerCase()}${kind.slice(1)}:${kind}`;

describe("a Region's firewall", function () {
  this.timeout(60_000);
  const stacks: [region: string, stack: DeclaredStack][] = [];
  let rules: Record<string, any>[];
  before(async () => {
    for (const [name, { region }] of Object.entries(regionStacks)) {
      stacks.push([region, await stackResources(name)]);
    }
    rules = stacks[0]![1].get(type("WebAcl"), "firewall").inputs.rules;
  });
  const rule = (name: string) => rules.find((candidate) => candidate.name === name)!;
  const scopeOf = (name: string) => rule(name).statement.rateBasedStatement.scopeDownStatement;

  it("stands before the API's stage, the lookup's load balancer and the user pool, in every Region", () => {
    for (const [region, stack] of stacks) {
      const acl = stack.get(type("WebAcl"), "firewall");
      assert.equal(acl.region, region);
      assert.deepEqual([acl.inputs.scope, acl.inputs.defaultAction], ["REGIONAL", { allow: {} }]);
      const guarded = stack.ofType(type("WebAclAssociation")).map(({ inputs }) => inputs.resourceArn);
      const entrances = [
        ...stack.ofType("aws:apigateway/stage:Stage"),
        ...stack.ofType("aws:lb/loadBalancer:LoadBalancer"),
        ...stack.ofType("aws:cognito/userPool:UserPool"),
      ].map(({ outputs }) => outputs.arn);
      assert.equal(entrances.length, 3);
      assert.deepEqual(guarded.sort(), entrances.sort());
      for (const { inputs } of stack.ofType(type("WebAclAssociation"))) {
        assert.equal(inputs.webAclArn, acl.outputs.arn);
      }
    }
  });

  it("decides in this order, with these limits a minute", () => {
    assert.deepEqual(
      rules.map(({ name, priority, action, statement }) => [
        priority,
        name,
        Object.keys(action ?? {})[0],
        statement.rateBasedStatement?.limit,
        statement.rateBasedStatement?.aggregateKeyType,
      ]),
      [
        [0, "checkers", "allow", undefined, undefined],
        [1, "health", "block", 600, "IP"],
        [2, "health-together", "block", 6_000, "CONSTANT"],
        [3, "sign-in", "block", 1_200, "IP"],
        [4, "lookup", "block", 3_000, "IP"],
        [5, "address", "block", 6_000, "IP"],
        [6, "AmazonIpReputationList", undefined, undefined, undefined],
        [7, "KnownBadInputsRuleSet", undefined, undefined, undefined],
        [8, "CommonRuleSet", undefined, undefined, undefined],
      ],
    );
    const windows = rules.flatMap(({ statement }) => statement.rateBasedStatement?.evaluationWindowSec ?? []);
    assert.deepEqual(windows, [60, 60, 60, 60, 60]);
  });

  it("lets health checkers of Route 53 ask about health, and nothing else, as often as they like", () => {
    const [, stack] = stacks[0]!;
    const set = stack.get(type("IpSet"), "firewall-checkers");
    assert.deepEqual(set.inputs.addresses, allCheckerRanges);
    assert.deepEqual([set.inputs.scope, set.inputs.ipAddressVersion], ["REGIONAL", "IPV4"]);
    assert.deepEqual(rule("checkers").statement.andStatement.statements, [
      { ipSetReferenceStatement: { arn: set.outputs.arn } },
      scopeOf("health"),
    ]);
  });

  /** A checker asks each of three paths once in ten seconds, from one address at most. */
  it("blocks no checker for not being on the list, as long as no flood goes on", () => {
    const asked = 3 * 6;
    assert.ok(limits.health > 10 * asked);
    assert.ok(limits.healthTogether > 10 * 16 * asked);
  });

  it("knows the paths of health and of lookups, with the stage's name in front or not, and however they are written", () => {
    const matches = (name: string, path: string) =>
      new RegExp(scopeOf(name).regexMatchStatement.regexString).test(path);
    for (const { path, function: source, through } of routes.filter((route) => route.through.length > 0)) {
      const asked = path.replace("{organization}", "acme");
      for (const written of [asked, `/live${asked}`, `${asked}/`]) {
        assert.equal(matches("health", written), source === "health", `${written} ${through}`);
        assert.equal(matches("lookup", written), source === "lookup", `${written} ${through}`);
      }
      assert.equal(matches("health", `/v2${asked}`) || matches("lookup", `${asked}/more`), false);
    }
    for (const name of ["health", "lookup"]) {
      const { textTransformations, fieldToMatch } = scopeOf(name).regexMatchStatement;
      assert.deepEqual(textTransformations, [{ priority: 0, type: "URL_DECODE" }]);
      assert.deepEqual(fieldToMatch, { uriPath: {} });
    }
  });

  it("knows calls of the user pool by the operation's header", () => {
    assert.deepEqual(scopeOf("sign-in").byteMatchStatement, {
      positionalConstraint: "STARTS_WITH",
      searchString: "AWSCognitoIdentityProviderService.",
      fieldToMatch: { singleHeader: { name: "x-amz-target" } },
      textTransformations: [{ priority: 0, type: "NONE" }],
    });
    assert.equal(scopeOf("address"), undefined);
  });

  it("takes AWS's groups as they are, but counts what would block bodies that routes allow", () => {
    const groups = rules.filter(({ statement }) => statement.managedRuleGroupStatement);
    for (const { name, overrideAction, statement } of groups) {
      const { vendorName, name: group, ruleActionOverrides = [] } = statement.managedRuleGroupStatement;
      assert.deepEqual([vendorName, group], ["AWS", `AWSManagedRules${name}`]);
      assert.deepEqual(overrideAction, { none: {} });
      const counted = ruleActionOverrides.map((override: any) => [override.name, override.actionToUse]);
      const expected = /^Common/.test(name)
        ? [
            "SizeRestrictions_BODY",
            "CrossSiteScripting_BODY",
            "GenericLFI_BODY",
            "GenericRFI_BODY",
            "EC2MetaDataSSRF_BODY",
            "NoUserAgent_HEADER",
          ]
        : [];
      assert.deepEqual(
        counted,
        expected.map((override) => [override, { count: {} }]),
      );
    }
    const largest = Math.max(...routes.map((route) => ("maxBodyBytes" in route ? route.maxBodyBytes : 0)));
    assert.ok(largest > 8 * 1024, "no route takes more than the group's limit: it may block");
  });

  it("keeps no samples of requests: they would hold addresses and tokens", () => {
    const [, stack] = stacks[0]!;
    const { visibilityConfig } = stack.get(type("WebAcl"), "firewall").inputs;
    for (const { sampledRequestsEnabled, cloudwatchMetricsEnabled } of [
      visibilityConfig,
      ...rules.map((each) => each.visibilityConfig),
    ]) {
      assert.deepEqual([sampledRequestsEnabled, cloudwatchMetricsEnabled], [false, true]);
    }
  });

  it("logs who is blocked and nobody else, in the Region, under its key, without tokens and queries", () => {
    for (const [region, stack] of stacks) {
      const { inputs } = stack.get(type("WebAclLoggingConfiguration"), "firewall");
      const group = stack.get("aws:cloudwatch/logGroup:LogGroup", "firewall");
      assert.match(group.outputs.name, /^aws-waf-logs-/);
      assert.equal(group.region, region);
      assert.equal(group.inputs.kmsKeyId, stack.ofType("aws:kms/key:Key")[0]!.outputs.arn);
      assert.equal(group.inputs.retentionInDays, 14);
      assert.equal(group.inputs.tags["data-class"], "personal");
      assert.deepEqual(inputs, {
        resourceArn: stack.get(type("WebAcl"), "firewall").outputs.arn,
        logDestinationConfigs: [group.outputs.arn],
        redactedFields: [{ singleHeader: { name: "authorization" } }, { queryString: {} }],
        loggingFilter: {
          defaultBehavior: "DROP",
          filters: [
            { behavior: "KEEP", requirement: "MEETS_ANY", conditions: [{ actionCondition: { action: "BLOCK" } }] },
          ],
        },
      });
    }
  });
});
