/** Who is let in, and how often. Pure but for the ARN of the checkers' addresses. */
import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { type Route, routes } from "../../model/routes";
import { stageName } from "./api-deployment";

type Rule = aws.types.input.wafv2.WebAclRule;
type Scope = aws.types.input.wafv2.WebAclRuleStatementRateBasedStatementScopeDownStatement;

/** The shortest that WAF looks back, in seconds. */
const window = 60;

/**
 * Requests a minute. From one address, behind which an office or a mobile network can be; `healthTogether` is what all who are
 * not on the checkers' list may ask of health together, so that a flood from everywhere takes nothing from those who are.
 */
export const limits = {
  health: 600,
  healthTogether: 6_000,
  signIn: 1_200,
  lookup: 3_000,
  address: 6_000,
} as const;

/**
 * In this order: whatever has been decided is not counted further. What an address is blocked for it stays blocked for as
 * long as it goes on asking: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
 */
export function firewallRules(checkersArn: pulumi.Input<string>): Rule[] {
  const checkers = { ipSetReferenceStatement: { arn: checkersArn } };
  const rules: Omit<Rule, "priority" | "visibilityConfig">[] = [
    { name: "checkers", action: { allow: {} }, statement: { andStatement: { statements: [checkers, onHealth] } } },
    limit("health", limits.health, onHealth),
    limit("health-together", limits.healthTogether, onHealth, "CONSTANT"),
    limit("sign-in", limits.signIn, onSignIn),
    limit("lookup", limits.lookup, onLookup),
    limit("address", limits.address),
    managed("AWSManagedRulesAmazonIpReputationList"),
    managed("AWSManagedRulesKnownBadInputsRuleSet"),
    // Bodies are JSON that functions hold to a schema and to the size of their route: up to 64 KB, where these rules end at
    // 8 KB, and a person's text may look like anything. Programs need not name themselves.
    managed("AWSManagedRulesCommonRuleSet", [
      "SizeRestrictions_BODY",
      "CrossSiteScripting_BODY",
      "GenericLFI_BODY",
      "GenericRFI_BODY",
      "EC2MetaDataSSRF_BODY",
      "NoUserAgent_HEADER",
    ]),
  ];
  return rules.map((rule, priority) => ({
    ...rule,
    priority,
    visibilityConfig: { metricName: rule.name, cloudwatchMetricsEnabled: true, sampledRequestsEnabled: false },
  }));
}

function limit(name: string, requests: number, scope?: Scope, aggregateKeyType: "IP" | "CONSTANT" = "IP") {
  const statement = { limit: requests, evaluationWindowSec: window, aggregateKeyType };
  return {
    name,
    action: { block: {} },
    statement: { rateBasedStatement: { ...statement, ...(scope && { scopeDownStatement: scope }) } },
  };
}

/** A group that AWS keeps. What `counted` names is told, and blocks nobody. */
function managed(name: string, counted: readonly string[] = []) {
  const overrides = counted.map((rule) => ({ name: rule, actionToUse: { count: {} } }));
  return {
    name: name.replace("AWSManagedRules", ""),
    overrideAction: { none: {} },
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name,
        ...(overrides.length > 0 && { ruleActionOverrides: overrides }),
      },
    },
  };
}

/** With the stage's name in front or without: AWS does not say which WAF is shown behind a custom domain name. */
function onPaths(rows: readonly Route[]) {
  const paths = [...new Set(rows.map(({ path }) => path.replaceAll(/\{[^}]+\}/g, "[^/]+")))];
  return {
    regexMatchStatement: {
      regexString: `^(/${stageName})?(${paths.join("|")})/?$`,
      fieldToMatch: { uriPath: {} },
      textTransformations: [{ priority: 0, type: "URL_DECODE" }],
    },
  };
}

const asked = routes.filter(({ through }) => through.length > 0);
const onHealth = onPaths(asked.filter((row) => row.function === "health"));
const onLookup = onPaths(asked.filter((row) => row.function === "lookup"));

/** Cognito's API has one path; the operation is in a header. */
const onSignIn = {
  byteMatchStatement: {
    positionalConstraint: "STARTS_WITH",
    searchString: "AWSCognitoIdentityProviderService.",
    fieldToMatch: { singleHeader: { name: "x-amz-target" } },
    textTransformations: [{ priority: 0, type: "NONE" }],
  },
};
